package dev.renderfarm.coordinator.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.OnInvalid;
import dev.renderfarm.common.task.RequestField;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputFileTest {

    private final List<InputRow> rows = new ArrayList<>();
    private final List<LineError> problems = new ArrayList<>();
    private final List<LineWarning> warnings = new ArrayList<>();

    @Test
    void shouldGiveRowsWithTheirLinesWhenCellsSpanLines() throws IOException {
        // When
        read("a.csv", "sku,prompt,seed\nA,\"a mug\non a \"\"table\"\"\",7\n\nB,plate,\n");
        // Then
        assertThat(problems).isEmpty();
        assertThat(rows).extracting(InputRow::line).containsExactly(2, 5);
        assertThat(text(0, RequestField.PROMPT)).isEqualTo("a mug\non a \"table\"");
        assertThat(rows.get(0).value(RequestField.SEED)).contains(new InputValue("seed", InputValue.Kind.CELL, "7"));
        assertThat(rows.get(1).value(RequestField.SEED)).isEmpty();
    }

    @Test
    void shouldReadSemicolonsTabsAndMarksWhenASpreadsheetWroteThem() throws IOException {
        read("a.csv", "\uFEFFSKU;Prompt\r\nA;a mug\r\n");
        read("b.csv", "sku\tprompt\nB\ta plate\n");
        assertThat(problems).isEmpty();
        assertThat(rows)
                .extracting(
                        row -> row.value(RequestField.CUSTOM_ID).orElseThrow().text())
                .containsExactly("A", "B");
    }

    @Test
    void shouldSuggestTheNearestNameWhenAColumnIsUnknownAndNoneMayBe() throws IOException {
        file().read(
                        "a.csv",
                        bytes("sku,prompt,negativ_prompt,colour_of_the_sky\nA,mug,,\n"),
                        new InputRules(true, OnInvalid.REJECT_BATCH, null),
                        sink(Integer.MAX_VALUE));
        assertThat(problems)
                .extracting(LineError::line, LineError::field, LineError::message)
                .containsExactly(
                        tuple(
                                1,
                                "negativ_prompt",
                                "unknown column \"negativ_prompt\": did you mean \"negative_prompt\"?"),
                        tuple(
                                1,
                                "colour_of_the_sky",
                                "unknown column \"colour_of_the_sky\": known are custom_id, sku, prompt, "
                                        + "negative_prompt,"
                                        + " model, n, size, seed, num_inference_steps, guidance_scale, "
                                        + "cfg_normalization,"
                                        + " cfg_truncation, output_format,"
                                        + " response_format"));
    }

    @Test
    void shouldReadNoRowWhenTheHeaderLacksARequiredColumn() throws IOException {
        read("a.csv", "name,prompt\nA,mug\n");
        assertThat(rows).isEmpty();
        assertThat(problems)
                .extracting(LineError::message)
                .anyMatch(message -> message.equals("column \"sku\" is missing: the first line must name it"));
    }

    @Test
    void shouldNameBothColumnsWhenTheyAreTheSameField() throws IOException {
        read("a.csv", "sku,custom_id,prompt\nA,A,mug\n");
        assertThat(problems)
                .extracting(LineError::message)
                .containsExactly("columns \"sku\" and \"custom_id\" are the same: keep one");
    }

    @Test
    void shouldNameTheLineWhenARowHasOtherCellsThanTheHeader() throws IOException {
        read("a.csv", "sku,prompt\nA,mug, with a handle\nB,plate\n");
        assertThat(rows).extracting(InputRow::line).containsExactly(3);
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(2);
            assertThat(problem.field()).isEqualTo("column C");
            assertThat(problem.message()).contains("holds \" with a handle\" here");
        });
    }

    @Test
    void shouldNameTheLineWhenAQuoteIsNotClosed() throws IOException {
        read("a.csv", "sku,prompt\nA,mug\nB,\"plate\nC,cup\n");
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(3);
            assertThat(problem.message()).contains("quote");
        });
    }

    @Test
    void shouldNameTheLineWhenARecordIsTooLong() throws IOException {
        read("a.csv", "sku,prompt\nA,mug\nB," + "x".repeat(2000) + "\n");
        assertThat(problems).singleElement().satisfies(problem -> assertThat(problem.line())
                .isEqualTo(3));
    }

    @Test
    void shouldSayThatTheFileIsEmptyWhenItIs() throws IOException {
        read("a.csv", "");
        assertThat(problems)
                .extracting(LineError::message)
                .singleElement()
                .asString()
                .startsWith("the file is empty");
    }

    @Test
    void shouldReadBothShapesWhenLinesAreJson() throws IOException {
        // When
        read("upload.bin", """
                {"custom_id":"A","method":"POST","url":"/v1/images/generations","body":{"prompt":"mug","n":1,"seed":null}}

                {"sku":"B","prompt":"plate","guidance_scale":1.5}
                """);
        // Then
        assertThat(problems).isEmpty();
        assertThat(rows).extracting(InputRow::line).containsExactly(1, 3);
        assertThat(rows.get(0).value(RequestField.N)).contains(new InputValue("body.n", InputValue.Kind.NUMBER, "1"));
        assertThat(rows.get(0).value(RequestField.SEED)).isEmpty();
        assertThat(rows.get(1).value(RequestField.GUIDANCE_SCALE))
                .contains(new InputValue("guidance_scale", InputValue.Kind.NUMBER, "1.5"));
    }

    @Test
    void shouldNameFieldAndMendWhenAnOpenAiLineIsWrong() throws IOException {
        read("a.jsonl", """
                {"custom_id":"A","method":"GET","url":"/v1/chat/completions","body":{"prompt":"mug","sise":"1x1"},"x":1}
                {"custom_id":"B","method":"POST","url":"/v1/images/generations"}
                {"custom_id":"C","method":"POST","url":"/v1/images/generations","body":{"sku":"C","prompt":"mug"}}
                """);
        assertThat(rows).isEmpty();
        assertThat(problems)
                .extracting(problem -> problem.line() + " " + problem.field())
                .containsExactly("1 x", "1 method", "1 url", "1 body.sise", "2 body", "3 body");
        assertThat(problems.get(3).message()).isEqualTo("unknown field \"sise\": did you mean \"size\"?");
    }

    @Test
    void shouldRefuseWhatIsNotOneSoundObjectPerLine() throws IOException {
        read(
                "a.jsonl",
                "{\"sku\":\"A\",\"sku\":\"B\",\"prompt\":\"x\"}\n{\"sku\":\"A\"} {\"sku\":\"B\"}\n" + "{\"sku\":\n"
                        + "{\"a\":".repeat(5000) + "\n\"text\"\n{\"sku\":\"A\",\"custom_id\":\"A\"}\n");
        assertThat(rows).isEmpty();
        assertThat(problems).extracting(LineError::line).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(problems.get(0).message()).contains("the key \"sku\" stands twice in one object: keep one");
    }

    @Test
    void shouldSkipALineAndGoOnWhenItIsTooLong() throws IOException {
        // Given
        InputStream tenMegabytes = new SequenceInputStream(
                new ByteArrayInputStream(" ".repeat(10 << 20).getBytes(StandardCharsets.UTF_8)),
                bytes("\n{\"sku\":\"B\",\"prompt\":\"plate\"}\n"));
        // When
        file().read("a.jsonl", tenMegabytes, InputRules.DEFAULT, sink(Integer.MAX_VALUE));
        // Then
        assertThat(problems)
                .extracting(LineError::line, LineError::message)
                .containsExactly(tuple(1, "the line is longer than 1000 characters: shorten it"));
        assertThat(rows).extracting(InputRow::line).containsExactly(2);
    }

    @Test
    void shouldNameTheLineWhenTheEncodingIsNotUtf8() throws IOException {
        // Given
        String rowsBefore = "A,mug\n".repeat(5000);
        byte[] latin1 = ("sku,prompt\n" + rowsBefore + "B,caf\u00e9\n").getBytes(StandardCharsets.ISO_8859_1);
        // When
        file().read("a.csv", new ByteArrayInputStream(latin1), InputRules.DEFAULT, sink(Integer.MAX_VALUE));
        // Then
        assertThat(rows).isNotEmpty();
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(5002);
            assertThat(problem.message())
                    .contains(
                            "It looks like windows-1252, as which the line reads \"B,caf\u00e9\"",
                            "save the file as UTF-8");
        });
    }

    @Test
    void shouldEndInAProblemWhenTheFileIsCutOff() throws IOException {
        byte[] cut = "{\"sku\":\"\u20ac".getBytes(StandardCharsets.UTF_8);
        file().read(
                        "b.jsonl",
                        new ByteArrayInputStream(cut, 0, cut.length - 1),
                        InputRules.DEFAULT,
                        sink(Integer.MAX_VALUE));
        assertThat(problems).singleElement().satisfies(problem -> assertThat(problem.line())
                .isEqualTo(1));
    }

    @Test
    void shouldStopReadingWhenTheSinkWantsNoMore() throws IOException {
        file().read("a.csv", bytes("sku,prompt\n" + "A,mug\n".repeat(100)), InputRules.DEFAULT, sink(3));
        file().read("a.jsonl", bytes("{\"sku\":\"A\"}\n".repeat(100)), InputRules.DEFAULT, sink(6));
        assertThat(rows).hasSize(6);
    }

    @Test
    void shouldCarryTheColumnsThatAreNoneOfTheFarmsVerbatim() throws IOException {
        // When
        read("a.csv", "SKU,Prompt, Category ,Price,Price,Tags\nMUG-1,a mug,\"Mugs, large\", 9.95,,\n");
        // Then
        assertThat(problems).isEmpty();
        assertThat(warnings).isEmpty();
        assertThat(rows.get(0).columns())
                .containsExactly(
                        entry("Category", "Mugs, large"),
                        entry("Price", " 9.95"),
                        entry("Price (2)", ""),
                        entry("Tags", ""));
    }

    @Test
    void shouldReadNamesOfFieldsWhateverTheirCaseAndGaps() throws IOException {
        read("a.csv", "SKU,Prompt,Negative Prompt,guidance-scale\nA,mug,blur,4\n");
        assertThat(rows.get(0).values().keySet())
                .containsExactlyInAnyOrder(
                        RequestField.CUSTOM_ID,
                        RequestField.PROMPT,
                        RequestField.NEGATIVE_PROMPT,
                        RequestField.GUIDANCE_SCALE);
        assertThat(rows.get(0).columns()).isEmpty();
    }

    @Test
    void shouldAskWhatWasMeantWhenACarriedColumnIsASlipOfThePen() throws IOException {
        // When
        read("a.csv", "sku,prompt,sedd,guidence_scale,prompts,code,Style\nA,mug,1,2,x,y,z\n");
        // Then
        assertThat(problems).isEmpty();
        assertThat(warnings)
                .extracting(LineWarning::field, LineWarning::message)
                .containsExactly(
                        tuple("sedd", "is not read: did you mean \"seed\"?"),
                        tuple("guidence_scale", "is not read: did you mean \"guidance_scale\"?"));
    }

    @Test
    void shouldAskWhatWasMeantWhenANeededColumnIsMissing() throws IOException {
        read("a.csv", "skuu,Promt\nA,mug\n");
        assertThat(rows).isEmpty();
        assertThat(problems)
                .extracting(LineError::message)
                .containsExactly(
                        "column \"sku\" is missing: did you mean it by \"skuu\"?",
                        "column \"prompt\" is missing: did you mean it by \"Promt\"?");
    }

    @ParameterizedTest
    @CsvSource({
        "'Handle,Variant SKU,Variant Price,prompt\nclassic-mug,MUG-RED,12.00,mug\n', MUG-RED, Variant SKU",
        "'id\ttitle\tprompt\nMUG-1\tRed mug\ta mug\n', MUG-1, id",
    })
    void shouldTakeTheIdOfAShopsExportWhenNoColumnIsCalledAsTheFarmCallsIt(String file, String sku, String column)
            throws IOException {
        // When
        read("a.csv", file.replace("\\n", "\n").replace("\\t", "\t"));
        // Then
        assertThat(text(0, RequestField.CUSTOM_ID)).isEqualTo(sku);
        assertThat(warnings)
                .extracting(LineWarning::field, LineWarning::message)
                .containsExactly(tuple(column, "is read as the sku, since no column is called so"));
    }

    @Test
    void shouldCarryTheIdOfAShopsExportWhenThereIsASku() throws IOException {
        read("a.csv", "ID,SKU,prompt\n12,woo-mug,mug\n");
        assertThat(text(0, RequestField.CUSTOM_ID)).isEqualTo("woo-mug");
        assertThat(rows.get(0).columns()).containsExactly(entry("ID", "12"));
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldReadAManifestThatIsHandedInAgain() throws IOException {
        // When
        read(
                "manifest.csv",
                "sku,variant,status,image,url,sha256,bytes,width,height,seed,num_inference_steps,guidance_scale,model,"
                        + "attempts,error_code,error_message,prompt,Category\n"
                        + "MUG-1,1,failed,,,,,128,64,7,8,0,tiny,3,render_failed,no,a mug,Mugs\n");
        // Then
        assertThat(problems).isEmpty();
        assertThat(rows.get(0).columns()).containsExactly(entry("Category", "Mugs"));
        assertThat(text(0, RequestField.SIZE)).isEqualTo("128x64");
        assertThat(text(0, RequestField.SEED)).isEqualTo("7");
        assertThat(warnings)
                .extracting(LineWarning::message)
                .singleElement()
                .asString()
                .startsWith("the file is a batch's manifest");
    }

    @Test
    void shouldCarryTheFieldsOfAPlainLineThatAreNoneOfTheFarms() throws IOException {
        // When
        read("a.jsonl", """
                {"sku":"A","prompt":"mug","colour":"red","tags":["a",1],"stock":7,"none":null,"sedd":1}
                {"sku":"B","promt":"mug"}
                """);
        // Then
        assertThat(rows.get(0).columns())
                .containsExactly(
                        entry("colour", "red"), entry("tags", "[\"a\",1]"), entry("stock", "7"), entry("sedd", "1"));
        assertThat(warnings)
                .extracting(LineWarning::field, LineWarning::message)
                .containsExactly(tuple("sedd", "is not read: did you mean \"seed\"?"));
        assertThat(problems)
                .extracting(LineError::line, LineError::message)
                .containsExactly(tuple(2, "unknown field \"promt\": did you mean \"prompt\"?"));
    }

    @Test
    void shouldTakeALineWithAPromptForPlainWhateverElseItHas() throws IOException {
        read(
                "a.jsonl",
                "{\"sku\":\"A\",\"prompt\":\"mug\",\"url\":\"https://shop\",\"body\":\"x\",\"response\":1,\"error\":2}\n");
        assertThat(problems).isEmpty();
        assertThat(rows.get(0).columns().keySet()).containsExactly("url", "body", "response", "error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"quality\":\"high\"",
                "\"quality\":\"hd\"",
                "\"style\":\"natural\"",
                "\"moderation\":\"low\"",
                "\"user\":\"u-1\"",
                "\"background\":\"auto\"",
                "\"background\":\"opaque\"",
                "\"stream\":false",
                "\"partial_images\":0",
                "\"output_compression\":100",
                "\"input_fidelity\":\"low\"",
                "\"metadata\":{\"k\":\"v\"}",
                "\"store\":true"
            })
    void shouldIgnoreAHintOfOpenAisThatChangesNoPixel(String hint) throws IOException {
        read("a.jsonl", line("{\"prompt\":\"mug\"," + hint + "}"));
        assertThat(problems).isEmpty();
        assertThat(rows).hasSize(1);
        assertThat(warnings).singleElement().satisfies(warning -> {
            assertThat("body." + hint.substring(1)).startsWith(warning.field() + "\"");
            assertThat(warning.message()).isEqualTo("is ignored: it changes no pixel here");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "background":"transparent" | body.background         | must be "auto" or "opaque"
            "background":7             | body.background         | must be "auto" or "opaque"
            "stream":true              | body.stream             | must be false
            "stream":"false"           | body.stream             | must be false
            "partial_images":2         | body.partial_images     | must be 0
            "output_compression":50    | body.output_compression | must be 100
            "image":"data:"            | body.image              | is not for this endpoint
            "qualty":"high"            | body.qualty             | unknown field "qualty"
            "widht":7                  | body.widht              | unknown field "widht"
            """)
    void shouldRefuseWhatWouldGiveAnotherPictureThanAskedFor(String field, String name, String message)
            throws IOException {
        read("a.jsonl", line("{\"prompt\":\"mug\"," + field + "}"));
        assertThat(rows).isEmpty();
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo(name);
            assertThat(problem.message()).startsWith(message);
        });
    }

    @Test
    void shouldTakeAParameterOfOpenAisThatIsNullForNothing() throws IOException {
        read("a.jsonl", line("{\"prompt\":\"mug\",\"background\":null,\"quality\":null}"));
        assertThat(rows).hasSize(1);
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldSayWhereAFieldBelongsWhenItStandsBesideTheBody() throws IOException {
        read("a.jsonl", line("{\"prompt\":\"mug\"},\"n\":2,\"metadata\":{}"));
        assertThat(problems)
                .extracting(LineError::message)
                .containsExactly(
                        "unknown field \"n\": it belongs into the body",
                        "unknown field \"metadata\": a batch line has custom_id, method, url and body");
    }

    @Test
    void shouldNameTheCommandWhenTheFileIsWhatABatchHasLeft() throws IOException {
        // When
        String left = "{\"id\":\"batch_req_5f0c9a_0000001\",\"custom_id\":\"A\",\"response\":null,\"error\":{}}\n";
        read("errors.jsonl", left + left);
        // Then
        assertThat(problems)
                .extracting(LineError::message)
                .singleElement()
                .asString()
                .contains("not an input: farm retry batch_5f0c9a renders");
    }

    private static String line(String body) {
        return "{\"custom_id\":\"A\",\"method\":\"POST\",\"url\":\"/v1/images/generations\",\"body\":" + body + "}\n";
    }

    private String text(int row, RequestField field) {
        return rows.get(row).value(field).orElseThrow().text();
    }

    private void read(String filename, String content) throws IOException {
        read(filename, content, StandardCharsets.UTF_8);
    }

    private void read(String filename, String content, Charset charset) throws IOException {
        file().read(
                        filename,
                        new ByteArrayInputStream(content.getBytes(charset)),
                        InputRules.DEFAULT,
                        sink(Integer.MAX_VALUE));
    }

    private static InputFile file() {
        return new InputFile(new InputLimits(1000));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private RowSink sink(int wanted) {
        return new RowSink() {
            @Override
            public void row(InputRow row) {
                problems.addAll(row.problems());
                if (row.problems().isEmpty()) {
                    rows.add(row);
                }
            }

            @Override
            public void problem(LineError error) {
                problems.add(error);
            }

            @Override
            public void warning(LineWarning warning) {
                warnings.add(warning);
            }

            @Override
            public boolean wantsMore() {
                return rows.size() < wanted;
            }
        };
    }
}
