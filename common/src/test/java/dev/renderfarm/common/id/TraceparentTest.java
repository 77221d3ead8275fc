package dev.renderfarm.common.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.wire.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceparentTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @Test
    void shouldTellTraceSpanAndWhetherItIsKept() {
        // When
        Traceparent kept = Traceparent.parse("00-" + TRACE + "-" + SPAN + "-01").orElseThrow();
        Traceparent dropped =
                Traceparent.parse("00-" + TRACE + "-" + SPAN + "-00").orElseThrow();
        // Then
        assertThat(kept.traceId()).isEqualTo(TRACE);
        assertThat(kept.spanId()).isEqualTo(SPAN);
        assertThat(kept.isSampled()).isTrue();
        assertThat(dropped.isSampled()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff, 03",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, 01",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future-will-be-like, 01"
    })
    void shouldReadLaterVersionsAsFarAsItKnowsThem(String sent, String flags) {
        assertThat(Traceparent.parse(sent)).map(Traceparent::value).contains("00-" + TRACE + "-" + SPAN + "-" + flags);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nx-admin: 1",
                "\u0000\u0661-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            })
    void shouldTakeWhatIsMalformedForNone(@Nullable String sent) {
        assertThat(Traceparent.parse(sent)).isEmpty();
    }

    @Test
    void shouldNotReadEndlesslyLongOnes() {
        assertThat(Traceparent.parse("01-" + TRACE + "-" + SPAN + "-01-" + "a".repeat(1_000)))
                .isEmpty();
    }

    @Test
    void shouldBeReadFromWhatIsStoredAndBeAbsentWhereThatIsMalformed() {
        // Given
        var traceparent = new Traceparent("00-" + TRACE + "-" + SPAN + "-01");
        // When, then
        assertThat(Json.read(Json.bytes(traceparent), Traceparent.class)).isEqualTo(traceparent);
        assertThatThrownBy(() -> new Traceparent("00-x")).isInstanceOf(IllegalArgumentException.class);
    }
}
