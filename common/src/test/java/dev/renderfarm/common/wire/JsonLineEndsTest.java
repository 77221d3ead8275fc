package dev.renderfarm.common.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonLineEndsTest {

    /** All at which Python's splitlines splits. */
    private static final String LINE_ENDS = "\n\u000b\f\r\u001c\u001d\u001e\u0085\u2028\u2029";

    @Test
    void shouldBeOneLineForEveryReaderWhateverTheTextHolds() {
        // Given
        Map<String, String> value = Map.of("a" + LINE_ENDS, "杯" + LINE_ENDS + "😀");
        // When
        String json = Json.string(value);
        // Then
        assertThat(json.chars()).noneMatch(character -> LINE_ENDS.indexOf(character) >= 0);
        assertThat(json).contains("\\u0085\\u2028\\u2029", "杯", "😀");
        assertThat(Json.read(json, Map.class)).isEqualTo(value);
        assertThat(new String(Json.bytes(value), UTF_8)).isEqualTo(json);
    }
}
