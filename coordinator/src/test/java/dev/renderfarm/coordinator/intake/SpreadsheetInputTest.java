package dev.renderfarm.coordinator.intake;

import static dev.renderfarm.coordinator.intake.IntakeDesk.rejected;
import static dev.renderfarm.coordinator.intake.IntakeDesk.warnings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.OnInvalid;
import dev.renderfarm.common.batch.TextEncoding;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.coordinator.batch.BatchCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as spreadsheets, shops and other programs write them, and others of their kinds. */
class SpreadsheetInputTest {

    private final IntakeDesk desk = new IntakeDesk();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            c01-utf8-bom.csv                     | MUG-1 a red ceramic mug, white background; MUG-2 une théière en céramique bleue
            c02-utf16-excel-unicode-text.txt     | MUG-1 a red ceramic mug; MUG-2 une théière bleue
            c04-sep-line.csv                     | MUG-1 a red ceramic mug
            c05-trailing-delimiter.csv           | MUG-1 a red ceramic mug; MUG-2 a blue mug
            c05b-ghost-columns-rows.csv          | MUG-1 a red ceramic mug
            c05c-trailing-delimiter-rows-only.csv | MUG-1 a red ceramic mug
            c06-shopify.csv                      | MUG-RED a red ceramic mug on a white background; MUG-BLUE a blue ceramic mug on a white background
            c06b-woocommerce.csv                 | woo-mug a red ceramic mug
            c06c-google-merchant.tsv             | MUG-1 a red ceramic mug
            c06d-two-extra-columns.csv           | MUG-1 a red ceramic mug
            c07-quotes-newlines.csv              | MUG-1 a mug with the text "Best Dad", white⏎background; MUG-2 line one⏎line two
            c21-blank-lines-crlf-bom.jsonl       | A a red ceramic mug on a white background; B a red ceramic mug on a white background
            """)
    void shouldTakeWhatASpreadsheetOrShopWrites(String file, String expected) throws InterruptedException {
        // When
        BatchCommand answer = desk.validate(file, field(file), InputRules.DEFAULT);
        // Then
        assertThat(answer).isInstanceOf(BatchCommand.Validated.class);
        assertThat(requests()).containsExactly(expected.split("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            c03-windows1252.csv            | 3 | looks like windows-1252, as which the line reads "TEE-2;une théière en céramique – bleue": save
            c07b-inches.csv                | 3 | a quote stands inside a cell that is in quotes itself: double it
            c15-a1111-prompts-from-file.txt | 1 | AUTOMATIC1111
            c18-workbook.xlsx              |   | a workbook of Excel (.xlsx), not CSV or JSONL: in Excel choose File → Save As → "CSV UTF-8
            c20-dup-custom-id.jsonl        | 2 | stands in line 1 already
            c25-pretty.jsonl               | 1 | goes on in the next: write each object on a line of its own
            c27-only-header.csv            |   | the file has no requests
            c29-extra-envelope.jsonl       | 1 | unknown field "metadata"
            """)
    void shouldSayInOneMessageWhatToDo(String file, @Nullable Integer line, String message)
            throws InterruptedException {
        assertThat(rejected(desk.validate(file, field(file), InputRules.DEFAULT)))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.line()).isEqualTo(line);
                    assertThat(error.message()).contains(message);
                });
    }

    @Test
    void shouldHeedTheEncodingThatIsDeclared() throws InterruptedException {
        // When
        desk.validate("a.csv", field("c03-windows1252.csv"), encoded(TextEncoding.WINDOWS_1252));
        // Then
        assertThat(requests()).containsExactly("MUG-1 a red ceramic mug", "TEE-2 une théière en céramique – bleue");
        // When
        byte[] gbk = "sku,prompt\n红-1,红色陶瓷杯\n".getBytes(TextEncoding.GBK.charset());
        desk.validate("a.csv", gbk, encoded(TextEncoding.GBK));
        // Then
        assertThat(requests()).containsExactly("红-1 红色陶瓷杯");
        // When
        byte[] jsonl = "{\"sku\":\"A\",\"prompt\":\"赤いマグ\"}\n".getBytes(TextEncoding.SHIFT_JIS.charset());
        desk.validate("a.jsonl", jsonl, encoded(TextEncoding.SHIFT_JIS));
        // Then
        assertThat(requests()).containsExactly("A 赤いマグ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sep=;\nsku;prompt;size\nA;a mug, red;128x64",
                "SEP=\t\r\nsku\tprompt\tsize\r\nA\ta mug, red\t128x64\r\n",
                "\"sep=|\"\nsku|prompt|size\nA|a mug, red|128x64",
                "sep=,,\nsku,prompt,size\nA,\"a mug, red\",128x64",
                "sku|prompt|size\nA|a mug, red|128x64",
                "\"sku\";\"prompt\";\"size\";\"shown, at least, twice\"\n\"A\";\"a mug, red\";128x64;x",
                "\n \n;;\n;;\nsku;prompt;size;;\nA;a mug, red;128x64;;\n;;;;\n\u00A0;;\u200B;;\n",
                "\u00A0SKU\u200B, \uFEFFPrompt ,s\u00ADize\nA,\"\u00A0a mug, red \u200B\",\u00A0128x64\u200B\n",
                "sku, prompt, size\nA, \"a mug, red\" , 128x64\n",
                "sku\tprompt\tsize\textra\nA\t\"a mug, red\"\t128x64\t\n",
                "{\"sku\":\"A\",\"prompt\":\"a mug, red\",\"size\":\" 128x64\u00A0\"}"
            })
    void shouldReadTheSameWhicheverWayItIsWritten(String input) throws InterruptedException {
        // When
        BatchCommand answer = desk.validate("a.csv", input.getBytes(StandardCharsets.UTF_8), InputRules.DEFAULT);
        // Then
        assertThat(answer).isInstanceOf(BatchCommand.Validated.class);
        assertThat(requests()).containsExactly("A a mug, red");
        assertThat(desk.items(0).get(0).image().size()).hasToString("128x64");
    }

    @Test
    void shouldKeepTheLinesOfTheFileBehindALineOfTheSeparator() throws InterruptedException {
        assertThat(rejected(desk.validate("sep=;\r\n\r\nsku;prompt\r\nA;\r\n")))
                .singleElement()
                .extracting(LineError::line)
                .isEqualTo(4);
        assertThat(rejected(desk.validate("sep=^\nsku^prompt\n")))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("a comma, a semicolon, a tab or |"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            sku,prompt,¶A,mug,green¶B,cup,          ! 2 ! column C ! holds "green" here: name the column or empty the cell
            sku,prompt¶A,mug, with a handle         ! 2 ! column C ! a cell that contains the separator stands in double quotes
            sku,,prompt¶A,x,mug                     ! 2 ! column B ! has no name in the header
            """)
    void shouldNameTheColumnWhenACellStandsUnderNoName(String input, int line, String column, String message)
            throws InterruptedException {
        assertThat(rejected(desk.validate(input.replace('¶', '\n'))))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.line()).isEqualTo(line);
                    assertThat(error.field()).isEqualTo(column);
                    assertThat(error.message()).contains(message);
                });
    }

    @Test
    void shouldCallColumnsAsASpreadsheetDoes() throws InterruptedException {
        String ghosts = ",".repeat(16_381);
        assertThat(rejected(desk.validate("sku,prompt" + ghosts + "\nA,mug" + ",".repeat(27) + "x\n")))
                .singleElement()
                .extracting(LineError::field)
                .isEqualTo("column AC");
    }

    @Test
    void shouldCountMissingCellsAsEmptyAndSaySo() throws InterruptedException {
        // When
        BatchCommand answer = desk.validate("sku,prompt,size,seed,\nA,mug\nB,cup,64x64,7\nC,jar,64x64\n");
        // Then
        assertThat(requests()).containsExactly("A mug", "B cup", "C jar");
        assertThat(warnings(answer))
                .extracting(LineWarning::code, LineWarning::line, LineWarning::message)
                .containsExactly(tuple(
                        WarningCode.CELLS_MISSING,
                        2,
                        "the row has fewer cells than the header: the others count as empty (2 lines, first line 2)"));
    }

    @Test
    void shouldPassOverRowsOfFurtherPicturesAndSaySo() throws InterruptedException {
        BatchCommand answer = desk.validate("c06", field("c06-shopify.csv"), InputRules.DEFAULT);
        assertThat(warnings(answer))
                .filteredOn(warning -> warning.code() == WarningCode.LINE_NOT_READ)
                .singleElement()
                .extracting(LineWarning::line)
                .isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            sku,prompt,n¶A,mug,2.0                     ! 2
            sku;prompt;n¶A;mug;2,0                     ! 2
            sku;prompt;n¶A;mug;\u00A02                 ! 2
            {"sku":"A","prompt":"mug","n":2.0}         ! 2
            {"sku":"A","prompt":"mug","n":2.000}       ! 2
            {"sku":"A","prompt":"mug","n":0.2e1}       ! 2
            """)
    void shouldReadAWholeNumberHoweverItIsWritten(String input, int pictures) throws InterruptedException {
        assertThat(desk.validate(input.replace('¶', '\n'))).isInstanceOf(BatchCommand.Validated.class);
        assertThat(desk.items(0)).hasSize(pictures);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sku,prompt,n\nA,mug,1.5",
                "sku,prompt,n\nA,mug,\"2,0\"",
                "sku,prompt,n\nA,mug,2.000",
                "sku;prompt;n\nA;mug;2,000",
                "sku;prompt;n\nA;mug;1,5",
                "{\"sku\":\"A\",\"prompt\":\"mug\",\"n\":1.5}",
                "{\"sku\":\"A\",\"prompt\":\"mug\",\"n\":1e999999999}"
            })
    void shouldRefuseWhatIsNoWholeNumberOrMayBeThousands(String input) throws InterruptedException {
        assertThat(rejected(desk.validate(input)))
                .singleElement()
                .extracting(LineError::field, LineError::message)
                .containsExactly("n", "must be a whole number from 1 to 10");
    }

    @Test
    void shouldReadADecimalCommaOnlyWhereNoCommaSeparates() throws InterruptedException {
        // When
        desk.validate("a.csv", field("c28-decimal-comma.csv"), InputRules.DEFAULT);
        // Then
        assertThat(desk.items(0).get(0).image().sampling().guidanceScale()).isEqualTo(1.5);
        assertThat(rejected(desk.validate("sku,prompt,guidance_scale\nA,mug,\"1,5\"\n")))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("with a point for decimals"));
        assertThat(rejected(desk.validate("sku;prompt;guidance_scale\nA;mug;1,500\n")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a red mug\na blue mug\n", "Artikel;Beschreibung\nA;mug\n", "a mug, red, white\n"})
    void shouldSayThatAHeaderIsNeededWhenNothingIsKnown(String input) throws InterruptedException {
        assertThat(rejected(desk.validate(input))).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(1);
            assertThat(error.message()).contains("\"sku,prompt\"", "an id of its own");
        });
    }

    @Test
    void shouldReadCellsWithQuotesAsPhpWritesThem() throws InterruptedException {
        desk.validate("sku,prompt,seed\nA,\"a mug with a \\\"handle\\\"\",7\nB,\"a 10\\\" plate, \\\"white\\\"\",8\n");
        assertThat(requests()).containsExactly("A a mug with a \"handle\"", "B a 10\" plate, \"white\"");
    }

    @Test
    void shouldEndInOneProblemWhenHeaderOrCellAreHuge() throws InterruptedException {
        assertThat(rejected(desk.validate("sku,prompt," + "x".repeat(100_000) + "\nA,mug,\n")))
                .hasSize(1);
        assertThat(rejected(desk.validate("sku,prompt\nA,\"" + "x\n".repeat(100_000))))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.line()).isEqualTo(2);
                    assertThat(error.message()).contains("close the quote that a cell begins with");
                });
        assertThat(rejected(desk.validate("sku,prompt" + ",".repeat(20_000) + "\nA,mug\n")))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("more than"));
    }

    private static InputRules encoded(TextEncoding encoding) {
        return new InputRules(false, OnInvalid.REJECT_BATCH, encoding);
    }

    private List<String> requests() {
        return desk.items(0).stream().map(SpreadsheetInputTest::request).toList();
    }

    private static String request(RenderItem item) {
        return item.customId() + " " + item.image().prompt().replaceAll("\\R", "⏎");
    }

    private static byte[] field(String name) {
        try (InputStream in = SpreadsheetInputTest.class.getResourceAsStream("/field/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
