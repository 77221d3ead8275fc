package dev.renderfarm.coordinator.intake;

import static dev.renderfarm.coordinator.intake.IntakeDesk.rejected;
import static dev.renderfarm.coordinator.intake.IntakeDesk.warnings;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.coordinator.batch.BatchCommand;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the ids that shops write. */
class CustomIdsTest {

    private final IntakeDesk desk = new IntakeDesk();

    @Test
    void shouldTellWhichLinesAreOneButForTheBlanksAroundTheirIds() throws Exception {
        // When
        List<LineError> errors = rejected(desk.validate(field("c14-whitespace-sku.csv")));
        // Then
        assertThat(errors)
                .extracting(LineError::line, LineError::field)
                .containsExactly(tuple(3, "sku"), tuple(4, "sku"), tuple(5, "sku"), tuple(6, "sku"));
        assertThat(errors)
                .extracting(LineError::message)
                .containsOnly("stands in line 2 already, but for the blanks around it: give every line its own");
    }

    @Test
    void shouldLeaveOutBlanksAroundAnIdWithAWarning() throws Exception {
        // When
        BatchCommand answer = desk.validate("sku,prompt\n\u00a0MUG-1 ,a mug\n\uFEFFMUG 2\u200B\u3000,a mug\n");
        // Then
        assertThat(desk.items(0)).extracting(RenderItem::customId).containsExactly("MUG-1", "MUG 2");
        assertThat(warnings(answer))
                .extracting(LineWarning::code, LineWarning::line, LineWarning::message)
                .containsExactly(
                        tuple(
                                WarningCode.TRIMMED,
                                2,
                                "begins or ends with blanks (NO-BREAK SPACE, U+00A0, SPACE, U+0020): they are left out"),
                        tuple(
                                WarningCode.TRIMMED,
                                3,
                                "begins or ends with blanks (ZERO WIDTH NO-BREAK SPACE, U+FEFF, ZERO WIDTH SPACE, U+200B,"
                                        + " IDEOGRAPHIC SPACE, U+3000): they are left out"));
    }

    @Test
    void shouldNameTheControlCharacterOfEachLine() throws Exception {
        assertThat(rejected(desk.validate(field("c14b-control-in-sku.csv"))))
                .extracting(LineError::line, LineError::field, LineError::message)
                .containsExactly(
                        tuple(2, "sku", "holds LINE FEED (LF), U+000A, as its character 4: remove it"),
                        tuple(4, "sku", "holds CHARACTER TABULATION, U+0009, as its character 4: remove it"),
                        tuple(5, "sku", "holds BEL, U+0007, as its character 4: remove it"),
                        tuple(6, "sku", "holds CARRIAGE RETURN (CR), U+000D, as its character 4: remove it"));
    }

    @ParameterizedTest
    @CsvSource({
        "0000, NULL",
        "0085, NEXT LINE (NEL)",
        "2028, LINE SEPARATOR",
        "202E, RIGHT-TO-LEFT OVERRIDE",
        "2066, LEFT-TO-RIGHT ISOLATE",
        "FEFF, ZERO WIDTH NO-BREAK SPACE",
        "FFFE, a character without a name"
    })
    void shouldRefuseWhatCommandsAReader(String code, String name) throws Exception {
        String id = " 😀a\\u" + code + "b";
        assertThat(rejected(desk.validate("{\"sku\":\"" + id + "\",\"prompt\":\"a mug\"}")))
                .singleElement()
                .extracting(LineError::message)
                .isEqualTo("holds " + name + ", U+" + code + ", as its character 4: remove it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"   ", "\u00a0", "\u200b\ufeff", "\u3164", "\u200d"})
    void shouldCallAnIdMissingWhenThereIsNothingToBeSeen(String id) throws Exception {
        assertThat(rejected(desk.validate("sku,prompt\n\"" + id + "\",a mug\n")))
                .singleElement()
                .extracting(LineError::message)
                .asString()
                .startsWith("is missing: every line");
    }

    @Test
    void shouldCountCharactersNotBytes() throws Exception {
        assertThat(desk.validate("sku,prompt\n" + "😀".repeat(511) + "A,a mug\n"))
                .isInstanceOf(BatchCommand.Validated.class);
        assertThat(rejected(desk.validate("sku,prompt\n" + "😀".repeat(513) + ",a mug\n")))
                .singleElement()
                .extracting(LineError::message)
                .isEqualTo("has 513 characters, at most 512 may be");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CAFE\u0301-1",
                "café-1",
                "ＣＡＦÉ－１",
                "CAFÉ\u200b-1",
                "CAFÉ\u20111",
                "CAFÉ\u22121",
                "CA\u00adFÉ-1",
                "C\u200eAFÉ-1"
            })
    void shouldWarnOfIdsThatLookAlikeAndNameBothLines(String alike) throws Exception {
        // When
        BatchCommand answer = desk.validate("sku,prompt\nMUG,a mug\nCAFÉ-1,a mug\nCUP,a cup\n" + alike + ",a mug\n");
        // Then
        assertThat(warnings(answer)).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo(WarningCode.LOOKS_ALIKE);
            assertThat(warning.line()).isEqualTo(5);
            assertThat(warning.message()).startsWith("looks like the one in line 3, line 5 is taken for another");
        });
        assertThat(desk.items(0)).extracting(item -> item.imageName().folded()).doesNotHaveDuplicates();
    }

    @Test
    void shouldTakeTheKindOfBlankForOneOfTheThingsThatDoNotShow() throws Exception {
        assertThat(warnings(desk.validate("sku,prompt\nMUG 1,a mug\nMUG\u00a01,a mug\nMUG\u3000 1,a mug\n")))
                .extracting(LineWarning::line)
                .containsExactly(3, 4);
        assertThat(((BatchCommand.Validated) desk.validate("sku,prompt\nMUG 1,a mug\nMUG1,a mug\nMUG-1,a mug\n"))
                        .input()
                        .warnings())
                .isNull();
    }

    @Test
    void shouldWarnOfWhatASpreadsheetHasWrittenInstead() throws Exception {
        assertThat(warnings(desk.validate(field("c09-numeric-sku.csv"))))
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.code()).isEqualTo(WarningCode.CHANGED_BY_SPREADSHEET);
                    assertThat(warning.line()).isEqualTo(4);
                    assertThat(warning.message()).contains("format the column as text");
                });
        assertThat(rejected(desk.validate("sku,prompt\n4.00638E+12,a mug\n4.00638E+12,a cup\n#NAME?,a jug\n")))
                .singleElement()
                .extracting(LineError::message)
                .asString()
                .startsWith("stands in line 2 already, it looks like a number or formula that a spreadsheet");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c08-formula-cells.csv",
                "c10-slash-emoji-case.csv",
                "c11-nfc-nfd.csv",
                "c12-title-as-sku-ja.csv",
                "c12b-cjk-90-and-good.csv",
                "c13-bengali-tamil-marks.csv"
            })
    void shouldKeepTheIdAndFindANameThatEveryDiskTakes(String file) throws Exception {
        // Given
        String content = field(file);
        // When
        desk.validate(content);
        // Then
        List<RenderItem> items = desk.items(0);
        assertThat(items).hasSize((int) content.lines().count() - 1).allSatisfy(item -> {
            assertThat(content).contains(item.customId());
            assertThat(item.imageName().value().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(ImageName.MAX_BYTES);
        });
        assertThat(items).extracting(item -> item.imageName().folded()).doesNotHaveDuplicates();
    }

    @Test
    void shouldKeepTheMarksOfIndianScripts() throws Exception {
        desk.validate(field("c13-bengali-tamil-marks.csv"));
        assertThat(desk.items(0)).allSatisfy(item -> assertThat(item.imageName().value())
                .isEqualTo(item.customId())
                .doesNotContain("_"));
    }

    private static String field(String file) throws IOException {
        try (InputStream in = CustomIdsTest.class.getResourceAsStream("/field/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8);
        }
    }
}
