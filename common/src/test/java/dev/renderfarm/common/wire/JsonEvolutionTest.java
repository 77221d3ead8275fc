package dev.renderfarm.common.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that have got components since something was written. */
class JsonEvolutionTest {

    private record Nested(long pixels, boolean square) {}

    private record Today(
            String name,
            int count,
            double rate,
            @JsonUnwrapped Nested nested,
            List<String> tags,
            @Nullable Integer limit) {

        Today {
            tags = tags == null ? List.of() : List.copyOf(tags);
        }
    }

    @Test
    void shouldFillInWhatIsAbsentWhenComponentsWereAddedLater() {
        assertThat(Json.read("{\"name\":\"a\"}", Today.class))
                .isEqualTo(new Today("a", 0, 0, new Nested(0, false), List.of(), null));
    }

    @Test
    void shouldReadEveryComponentWhenItIsThere() {
        // Given
        Today today = new Today("a", 1, 2.5, new Nested(1L << 40, true), List.of("b"), 3);
        // When
        Today read = Json.read(Json.bytes(today), Today.class);
        // Then
        assertThat(read).isEqualTo(today);
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "rate", "pixels", "square"})
    void shouldRefuseAPrimitiveWhenItIsNull(String component) {
        assertThatThrownBy(() -> Json.read("{\"name\":\"a\",\"" + component + "\":null}", Today.class))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("null");
    }
}
