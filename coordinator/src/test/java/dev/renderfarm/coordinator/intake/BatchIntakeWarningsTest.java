package dev.renderfarm.coordinator.intake;

import static dev.renderfarm.coordinator.intake.IntakeDesk.warnings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.coordinator.batch.BatchCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What submitters are told about files that were taken. */
class BatchIntakeWarningsTest {

    private final IntakeDesk desk = new IntakeDesk();

    @Test
    void shouldWarnOncePerKindAndColumnWhenPromptsHoldMarksOfOtherPrograms() throws InterruptedException {
        // When
        BatchCommand answer = desk.validate("""
                sku,prompt,negative_prompt
                MUG-1,"a (red:1.3) mug, ((glossy)), [matte]",
                MUG-2,"a {red|blue|green} mug, __material__",a {red|blue} mug
                MUG-3,a (blue:0.8) mug <lora:product:0.8>,
                MUG-4,a red mug BREAK white --ar 3:2,
                """);
        // Then
        assertThat(answer).isInstanceOf(BatchCommand.Validated.class);
        assertThat(warnings(answer))
                .extracting(LineWarning::line, LineWarning::field, LineWarning::message)
                .containsExactly(
                        tuple(2, "prompt", PromptMark.WEIGHT.warning() + " (2 lines, first line 2)"),
                        tuple(2, "prompt", PromptMark.EMPHASIS.warning()),
                        tuple(3, "prompt", PromptMark.CHOICE.warning()),
                        tuple(3, "prompt", PromptMark.WILDCARD.warning()),
                        tuple(3, "negative_prompt", PromptMark.CHOICE.warning()),
                        tuple(4, "prompt", PromptMark.NETWORK.warning()),
                        tuple(5, "prompt", PromptMark.BREAK.warning()),
                        tuple(5, "prompt", PromptMark.OPTION.warning()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a mug (350 ml), red: the best",
                "mug -- the small one - 3:2",
                "a break {for} tea, 10 < 20",
                "snake_case, ratio (3 : 4)"
            })
    void shouldNotWarnOfPlainWords(String prompt) throws InterruptedException {
        BatchCommand answer = desk.validate("sku,prompt\nA,\"" + prompt + "\"\n");
        assertThat(((BatchCommand.Validated) answer).input().warnings()).isNull();
    }

    @Test
    void shouldStayQuickWhenAPromptIsNothingButOpeningMarks() {
        for (String opening : new String[] {"(", "((", "[", "{", "{|", "__", "__a", "<lora:", "(:1"}) {
            String prompt = opening.repeat(65_536 / opening.length());
            for (PromptMark mark : PromptMark.values()) {
                mark.isIn(prompt);
            }
        }
    }

    @Test
    void shouldLeaveOutLinesThatAskForNothing() throws InterruptedException {
        // When
        BatchCommand answer = desk.validate(
                "Handle,Variant SKU,Image Src,prompt\nmug,MUG,https://1,a mug\nmug,,https://2,\nmug,,https://3,\n");
        // Then
        assertThat(desk.items(0)).hasSize(1);
        assertThat(warnings(answer))
                .extracting(LineWarning::code, LineWarning::line, LineWarning::message)
                .contains(
                        tuple(
                                WarningCode.LINE_NOT_READ,
                                3,
                                "the line asks for nothing, neither sku nor prompt is given: it is left out (2 lines, first line 3)"));
    }

    @Test
    void shouldTellTheFirstAndCountTheRestWhenThereAreMany() {
        // Given
        WarningList list = new WarningList();
        // When
        for (int line = 1; line <= WarningList.MOST_KINDS + 10; line++) {
            list.add(new LineWarning(WarningCode.READ_AS_TEXT, line, "f" + line, "held"));
            list.add(new LineWarning(WarningCode.READ_AS_TEXT, line, "f1", "held"));
        }
        // Then
        assertThat(list.toBatchWarnings()).satisfies(warnings -> {
            assertThat(warnings.data()).hasSize(WarningList.MOST);
            assertThat(warnings.data().get(0).message()).isEqualTo("held (1010 lines, first line 1)");
            assertThat(warnings.more()).isEqualTo(WarningList.MOST_KINDS - WarningList.MOST);
        });
    }

    @Test
    void shouldStayWithinTheirBytesWhenNamesAreLong() {
        WarningList list = new WarningList();
        for (int line = 1; line <= 10; line++) {
            list.add(new LineWarning(WarningCode.READ_AS_TEXT, line, line + "\u0001".repeat(199), "x".repeat(500)));
        }
        assertThat(list.toBatchWarnings()).satisfies(warnings -> {
            assertThat(warnings.data()).hasSizeBetween(1, 9);
            assertThat(warnings.data().size() + warnings.more()).isEqualTo(10);
        });
    }
}
