package dev.renderfarm.common.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.failure.FailureCode;
import org.junit.jupiter.api.Test;

class LineErrorTest {

    @Test
    void shouldLeaveOutTheMiddleWhenTextsAreLong() {
        // Given
        String name = "a".repeat(50_000);
        // When
        var error = new LineError(FailureCode.INVALID_REQUEST, 1, name, "unknown " + name + ": remove it");
        // Then
        assertThat(error.field()).hasSize(200).startsWith("aaa").contains("\u2026");
        assertThat(error.message()).hasSize(500).startsWith("unknown aaa").endsWith("aaa: remove it");
    }

    @Test
    void shouldNotCutACharacterInTwoWhenTextsAreLong() {
        // Given
        String pairs = "\uD83C\uDF75".repeat(1_000);
        // When
        var even = new LineError(FailureCode.INVALID_REQUEST, 1, pairs, pairs);
        var odd = new LineError(FailureCode.INVALID_REQUEST, 1, "a" + pairs, "a" + pairs);
        // Then
        assertThat(even.message()).matches("(?:\uD83C\uDF75)+\u2026(?:\uD83C\uDF75)+");
        assertThat(odd.message()).matches("a(?:\uD83C\uDF75)+\u2026(?:\uD83C\uDF75)+");
        assertThat(odd.field()).matches("a(?:\uD83C\uDF75)+\u2026(?:\uD83C\uDF75)+");
    }

    @Test
    void shouldLeaveTextsAsTheyAreWhenTheyAreShort() {
        var error = new LineError(FailureCode.INVALID_REQUEST, 1, "f".repeat(200), "m".repeat(500));
        assertThat(error.field()).isEqualTo("f".repeat(200));
        assertThat(error.message()).isEqualTo("m".repeat(500));
    }
}
