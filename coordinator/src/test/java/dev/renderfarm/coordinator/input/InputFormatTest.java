package dev.renderfarm.coordinator.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputFormatTest {

    @ParameterizedTest
    @CsvSource({
        "a.csv, 'sku,prompt', CSV",
        "a.csv, '{\"sku\":1}', JSONL",
        "a.jsonl, 'sku,prompt', JSONL",
        "A.JSONL, '', JSONL",
        "noname, '  \n {', JSONL",
        "noname, '[', JSONL",
        "noname, 'sku;prompt', CSV"
    })
    void shouldTellTheFormatByContentThenByName(String filename, String start, InputFormat expected) {
        assertThat(InputFormat.of(filename, start)).isEqualTo(expected);
    }
}
