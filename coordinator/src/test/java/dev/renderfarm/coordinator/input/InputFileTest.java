package dev.renderfarm.coordinator.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
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
    void shouldSuggestTheNearestNameWhenAColumnIsUnknown() throws IOException {
        read("a.csv", "sku,prompt,negativ_prompt,colour_of_the_sky\nA,mug,,\n");
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
            assertThat(problem.message()).startsWith("the row has 3 cells, the header has 2: put cells");
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
                "[{\"sku\":\"A\"}]\n{\"sku\":\"A\",\"sku\":\"B\",\"prompt\":\"x\"}\n{\"sku\":\"A\"} {\"sku\":\"B\"}\n"
                        + "{\"sku\":\n" + "{\"a\":".repeat(5000) + "\n\"text\"\n{\"sku\":\"A\",\"custom_id\":\"A\"}\n");
        assertThat(rows).isEmpty();
        assertThat(problems).extracting(LineError::line).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(problems.get(1).message()).contains("Duplicate");
    }

    @Test
    void shouldSkipALineAndGoOnWhenItIsTooLong() throws IOException {
        // Given
        InputStream tenMegabytes = new SequenceInputStream(
                new ByteArrayInputStream(new byte[10 << 20]), bytes("\n{\"sku\":\"B\",\"prompt\":\"plate\"}\n"));
        // When
        file().read("a.jsonl", tenMegabytes, sink(Integer.MAX_VALUE));
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
        file().read("a.csv", new ByteArrayInputStream(latin1), sink(Integer.MAX_VALUE));
        // Then
        assertThat(rows).hasSize(5000);
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(5002);
            assertThat(problem.message()).contains("save it with the encoding UTF-8");
        });
    }

    @Test
    void shouldEndInAProblemWhenTheFileIsUtf16OrCutOff() throws IOException {
        read("a.csv", "sku,prompt\nA,mug\n", StandardCharsets.UTF_16);
        byte[] cut = "{\"sku\":\"\u20ac".getBytes(StandardCharsets.UTF_8);
        file().read("b.jsonl", new ByteArrayInputStream(cut, 0, cut.length - 1), sink(Integer.MAX_VALUE));
        assertThat(problems).hasSize(2).allMatch(problem -> problem.line() != null && problem.line() == 1);
    }

    @Test
    void shouldStopReadingWhenTheSinkWantsNoMore() throws IOException {
        file().read("a.csv", bytes("sku,prompt\n" + "A,mug\n".repeat(100)), sink(3));
        file().read("a.jsonl", bytes("{\"sku\":\"A\"}\n".repeat(100)), sink(6));
        assertThat(rows).hasSize(6);
    }

    private String text(int row, RequestField field) {
        return rows.get(row).value(field).orElseThrow().text();
    }

    private void read(String filename, String content) throws IOException {
        read(filename, content, StandardCharsets.UTF_8);
    }

    private void read(String filename, String content, Charset charset) throws IOException {
        file().read(filename, new ByteArrayInputStream(content.getBytes(charset)), sink(Integer.MAX_VALUE));
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
