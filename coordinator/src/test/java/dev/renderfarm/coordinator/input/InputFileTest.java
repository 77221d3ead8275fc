package dev.renderfarm.coordinator.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.task.RequestField;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InputFileTest {

    private final InputDesk desk = new InputDesk();

    @Test
    void shouldGiveRowsWithTheirLinesWhenCellsSpanLines() throws IOException {
        // When
        desk.read("a.csv", "sku,prompt,seed\nA,\"a mug\non a \"\"table\"\"\",7\n\nB,plate,\n");
        // Then
        assertThat(desk.problems).isEmpty();
        assertThat(desk.rows).extracting(InputRow::line).containsExactly(2, 5);
        assertThat(desk.text(0, RequestField.PROMPT)).isEqualTo("a mug\non a \"table\"");
        assertThat(desk.rows.get(0).value(RequestField.SEED))
                .contains(new InputValue("seed", InputValue.Kind.CELL, "7"));
        assertThat(desk.rows.get(1).value(RequestField.SEED)).isEmpty();
    }

    @Test
    void shouldReadSemicolonsTabsAndMarksWhenASpreadsheetWroteThem() throws IOException {
        desk.read("a.csv", "\uFEFFSKU;Prompt\r\nA;a mug\r\n");
        desk.read("b.csv", "sku\tprompt\nB\ta plate\n");
        assertThat(desk.problems).isEmpty();
        assertThat(desk.rows)
                .extracting(
                        row -> row.value(RequestField.CUSTOM_ID).orElseThrow().text())
                .containsExactly("A", "B");
    }

    @Test
    void shouldReadNoRowWhenTheHeaderLacksARequiredColumn() throws IOException {
        desk.read("a.csv", "name,prompt\nA,mug\n");
        assertThat(desk.rows).isEmpty();
        assertThat(desk.problems)
                .extracting(LineError::message)
                .anyMatch(message -> message.equals("column \"sku\" is missing: the first line must name it"));
    }

    @Test
    void shouldNameBothColumnsWhenTheyAreTheSameField() throws IOException {
        desk.read("a.csv", "sku,custom_id,prompt\nA,A,mug\n");
        assertThat(desk.problems)
                .extracting(LineError::message)
                .containsExactly("columns \"sku\" and \"custom_id\" are the same: keep one");
    }

    @Test
    void shouldNameTheLineWhenARowHasOtherCellsThanTheHeader() throws IOException {
        desk.read("a.csv", "sku,prompt\nA,mug, with a handle\nB,plate\n");
        assertThat(desk.rows).extracting(InputRow::line).containsExactly(3);
        assertThat(desk.problems).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(2);
            assertThat(problem.field()).isEqualTo("column C");
            assertThat(problem.message()).contains("holds \" with a handle\" here");
        });
    }

    @Test
    void shouldNameTheLineWhenAQuoteIsNotClosed() throws IOException {
        desk.read("a.csv", "sku,prompt\nA,mug\nB,\"plate\nC,cup\n");
        assertThat(desk.problems).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(3);
            assertThat(problem.message()).contains("quote");
        });
    }

    @Test
    void shouldNameTheLineWhenARecordIsTooLong() throws IOException {
        desk.read("a.csv", "sku,prompt\nA,mug\nB," + "x".repeat(2000) + "\n");
        assertThat(desk.problems).singleElement().satisfies(problem -> assertThat(problem.line())
                .isEqualTo(3));
    }

    @Test
    void shouldSayThatTheFileIsEmptyWhenItIs() throws IOException {
        desk.read("a.csv", "");
        assertThat(desk.problems)
                .extracting(LineError::message)
                .singleElement()
                .asString()
                .startsWith("the file is empty");
    }

    @Test
    void shouldReadBothShapesWhenLinesAreJson() throws IOException {
        // When
        desk.read("upload.bin", """
                {"custom_id":"A","method":"POST","url":"/v1/images/generations","body":{"prompt":"mug","n":1,"seed":null}}

                {"sku":"B","prompt":"plate","guidance_scale":1.5}
                """);
        // Then
        assertThat(desk.problems).isEmpty();
        assertThat(desk.rows).extracting(InputRow::line).containsExactly(1, 3);
        assertThat(desk.rows.get(0).value(RequestField.N))
                .contains(new InputValue("body.n", InputValue.Kind.NUMBER, "1"));
        assertThat(desk.rows.get(0).value(RequestField.SEED)).isEmpty();
        assertThat(desk.rows.get(1).value(RequestField.GUIDANCE_SCALE))
                .contains(new InputValue("guidance_scale", InputValue.Kind.NUMBER, "1.5"));
    }

    @Test
    void shouldRefuseWhatIsNotOneSoundObjectPerLine() throws IOException {
        desk.read(
                "a.jsonl",
                "{\"sku\":\"A\",\"sku\":\"B\",\"prompt\":\"x\"}\n{\"sku\":\"A\"} {\"sku\":\"B\"}\n" + "{\"sku\":\n"
                        + "{\"a\":".repeat(5000) + "\n\"text\"\n{\"sku\":\"A\",\"custom_id\":\"A\"}\n");
        assertThat(desk.rows).isEmpty();
        assertThat(desk.problems).extracting(LineError::line).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(desk.problems.get(0).message()).contains("the key \"sku\" stands twice in one object: keep one");
    }

    @Test
    void shouldSkipALineAndGoOnWhenItIsTooLong() throws IOException {
        // Given
        InputStream tenMegabytes = new SequenceInputStream(
                new ByteArrayInputStream(" ".repeat(10 << 20).getBytes(StandardCharsets.UTF_8)),
                InputDesk.bytes("\n{\"sku\":\"B\",\"prompt\":\"plate\"}\n"));
        // When
        desk.read("a.jsonl", tenMegabytes);
        // Then
        assertThat(desk.problems)
                .extracting(LineError::line, LineError::message)
                .containsExactly(tuple(1, "the line is longer than 1000 characters: shorten it"));
        assertThat(desk.rows).extracting(InputRow::line).containsExactly(2);
    }

    @Test
    void shouldNameTheLineWhenTheEncodingIsNotUtf8() throws IOException {
        // Given
        String rowsBefore = "A,mug\n".repeat(5000);
        byte[] latin1 = ("sku,prompt\n" + rowsBefore + "B,caf\u00e9\n").getBytes(StandardCharsets.ISO_8859_1);
        // When
        desk.read("a.csv", new ByteArrayInputStream(latin1));
        // Then
        assertThat(desk.rows).isNotEmpty();
        assertThat(desk.problems).singleElement().satisfies(problem -> {
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
        desk.read("b.jsonl", new ByteArrayInputStream(cut, 0, cut.length - 1));
        assertThat(desk.problems).singleElement().satisfies(problem -> assertThat(problem.line())
                .isEqualTo(1));
    }

    @Test
    void shouldStopReadingWhenTheSinkWantsNoMore() throws IOException {
        desk.read("a.csv", InputDesk.bytes("sku,prompt\n" + "A,mug\n".repeat(100)), InputRules.DEFAULT, 3);
        desk.read("a.jsonl", InputDesk.bytes("{\"sku\":\"A\"}\n".repeat(100)), InputRules.DEFAULT, 6);
        assertThat(desk.rows).hasSize(6);
    }
}
