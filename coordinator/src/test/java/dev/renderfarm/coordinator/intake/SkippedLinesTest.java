package dev.renderfarm.coordinator.intake;

import static dev.renderfarm.coordinator.intake.IntakeDesk.BATCH;
import static dev.renderfarm.coordinator.intake.IntakeDesk.rejected;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.OnInvalid;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.SkippedLine;
import dev.renderfarm.coordinator.items.SkippedLineReader;
import dev.renderfarm.coordinator.models.FakeModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches that go on without the lines that cannot be rendered. */
class SkippedLinesTest {

    private static final InputRules SKIP = new InputRules(false, OnInvalid.SKIP_LINES, null);
    private static final String ENVELOPE = "\"method\":\"POST\",\"url\":\"/v1/images/generations\"";

    private final IntakeDesk desk = new IntakeDesk();

    @Test
    void shouldRenderTheOthersWhenOneLineOfFiveIsBad() throws InterruptedException {
        // When
        BatchCommand.Validated answer = validated(
                line("A", "") + line("B", "") + line("C", ",\"size\":\"99x99\"") + line("D", "") + line("E", ""));
        // Then
        assertThat(answer.total()).isEqualTo(4);
        assertThat(desk.items(0)).extracting(RenderItem::customId).containsExactly("A", "B", "D", "E");
        assertThat(desk.items(0)).extracting(RenderItem::index).containsExactly(0, 1, 2, 3);
        assertThat(answer.input().skippedLines()).isEqualTo(1);
        assertThat(errors(answer)).containsExactly(skipped(1).get(0).error());
        assertThat(skipped(1).get(0)).satisfies(line -> {
            assertThat(line.customId()).isEqualTo("C");
            assertThat(line.error().line()).isEqualTo(3);
            assertThat(line.error().field()).isEqualTo("body.size");
            assertThat(line.error().message()).startsWith("99x99 cannot be drawn by tiny");
        });
    }

    @Test
    void shouldTellEveryProblemOfALineAndWhatItCarries() throws InterruptedException {
        // When
        validated("sku,prompt,n,seed,Category\nA,mug,,,Mugs\nB,mug,0,-1,Cups\n,,,,\n,mug,,,\nC,mug,x\n");
        // Then
        List<SkippedLine> lines = skipped(3);
        assertThat(lines)
                .extracting(SkippedLine::customId, line -> line.error().line(), line -> line.error()
                        .field())
                .containsExactly(tuple("B", 3, "n"), tuple(null, 5, "custom_id"), tuple("C", 6, "n"));
        assertThat(lines.get(0).error().message())
                .isEqualTo("n must be a whole number from 1 to 10; seed must be a whole number from 0 to 4294967295");
        assertThat(lines.get(0).columns()).containsExactly(entry("Category", "Cups"));
    }

    @Test
    void shouldTakeTheFirstSoundLineOfAnId() throws InterruptedException {
        // When
        BatchCommand.Validated answer = validated("sku,prompt,n\nA,mug,0\nA,cup,1\nA,jar,1\nB,mug,1\nB,mug,99\n");
        // Then
        assertThat(answer.total()).isEqualTo(2);
        assertThat(desk.items(0)).extracting(RenderItem::line).containsExactly(3, 5);
        assertThat(skipped(3)).extracting(line -> line.error().line()).containsExactly(2, 4, 6);
        assertThat(skipped(3).get(1).error().message()).startsWith("stands in line 3 already");
    }

    @Test
    void shouldLetTheFirstSoundLineChooseTheModel() throws InterruptedException {
        // Given
        String input = "sku,prompt,model,n\nA,mug,one,0\nB,mug,two,1\nC,mug,one,1\n";
        // When
        var answer = (BatchCommand.Validated) desk.intake(FakeModels.registry("one", "two"), 10)
                .validate(desk.submit(desk.upload("a.csv", input), null, SKIP));
        // Then
        assertThat(answer.model().value()).isEqualTo("two");
        assertThat(answer.total()).isEqualTo(1);
    }

    @Test
    void shouldRejectTheBatchWhenNoLineIsSound() throws InterruptedException {
        assertThat(rejected(desk.validate("sku,prompt,n\nA,mug,0\nB,mug,0\n", SKIP)))
                .extracting(LineError::line)
                .containsExactly(2, 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sku,prmpt\nA,mug\n",
                "sku,prompt,sku\nA,mug,B\n",
                "sku,prompt\nA,mug\nB,\"mug\n",
                "{\"id\":\"batch_req_1_0\",\"custom_id\":\"A\",\"response\":null,\"error\":{}}\n"
            })
    void shouldRejectTheBatchWhenTheFileAsAWholeIsWrong(String input) throws InterruptedException {
        assertThat(rejected(desk.validate(input, SKIP))).hasSize(1);
    }

    @Test
    void shouldRejectTheBatchWhenItHasMoreLinesThanAllowed() throws InterruptedException {
        String input = "sku,prompt,n\nA,mug,1\nB,mug,0\nC,mug,1\n";
        assertThat(rejected(desk.intake(FakeModels.registry("tiny"), 2)
                        .validate(desk.submit(desk.upload("a.csv", input), null, SKIP))))
                .anyMatch(error -> error.message().startsWith("the file has more than 2 requests"));
    }

    @Test
    void shouldTellTheFirstAndKeepThemAllWhenThereAreMany() throws InterruptedException {
        // When
        BatchCommand.Validated answer = validated("sku,prompt,n\nA,mug,1\n" + "B,mug,0\n".repeat(2_500));
        // Then
        assertThat(answer.input().skippedLines()).isEqualTo(2_500);
        List<LineError> told = errors(answer);
        assertThat(told).hasSize(6);
        assertThat(told.get(5).message()).isEqualTo("2495 more lines have errors: errors.jsonl has them all");
        assertThat(skipped(2_500))
                .extracting(line -> line.error().line())
                .last()
                .isEqualTo(2_502);
        assertThat(desk.objects().keys())
                .filteredOn(key -> key.contains("/skipped/"))
                .hasSize(3);
    }

    @Test
    void shouldKeepWhatEveryStatusRecordRepeatsSmall() throws InterruptedException {
        // Given
        String field = "\\u0001".repeat(1_000);
        String bad = "{\"custom_id\":\"B\"," + ENVELOPE + ",\"body\":{\"prompt\":\"mug\",\"" + field + "\":1}}\n";
        // When
        var answer = (BatchCommand.Validated)
                desk.intake(FakeModels.registry("tiny"), new IntakeLimits(10_000, 10_000, 1_000))
                        .validate(desk.submit(desk.upload("a.jsonl", line("A", "") + bad.repeat(500)), null, SKIP));
        // Then
        assertThat(Json.bytes(errors(answer))).hasSizeBetween(1_000, ErrorList.MOST_SKIPPED_BYTES + 1_000);
        assertThat(answer.input().skippedLines()).isEqualTo(500);
    }

    @Test
    void shouldWriteTheSameAgainAfterACrash() throws InterruptedException {
        // Given
        String input = "sku,prompt,n\n" + "A,mug,0\nA,mug,1\nA,mug,1\n".repeat(800);
        BatchCommand first = validated(input);
        Map<String, String> written = desk.everything();
        // When
        BatchCommand again = validated(input);
        // Then
        assertThat(again).isEqualTo(first);
        assertThat(desk.everything()).isEqualTo(written);
    }

    private BatchCommand.Validated validated(String input) throws InterruptedException {
        BatchCommand answer = desk.validate(input, SKIP);
        assertThat(answer).isInstanceOf(BatchCommand.Validated.class);
        return (BatchCommand.Validated) answer;
    }

    private static List<LineError> errors(BatchCommand.Validated answer) {
        return requireNonNull(answer.errors(), "no errors").data();
    }

    private List<SkippedLine> skipped(int total) {
        List<SkippedLine> lines = new ArrayList<>();
        new SkippedLineReader(desk.objects()).sequence(BATCH, total).forEachRemaining(lines::add);
        return lines;
    }

    private static String line(String id, String field) {
        return "{\"custom_id\":\"" + id + "\"," + ENVELOPE + ",\"body\":{\"prompt\":\"a red mug\"" + field + "}}\n";
    }
}
