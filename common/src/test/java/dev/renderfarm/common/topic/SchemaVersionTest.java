package dev.renderfarm.common.topic;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaVersionTest {

    @Test
    void shouldAllowWhatThisReleaseWritesAndWhatHasNoVersion() {
        // Given
        var event = new CloudEvent("1", CloudEvent.Type.TASK_RESULT, "/test", "task", Instant.EPOCH);
        // When
        byte[] written = requireNonNull(event.headers().get(SchemaVersion.HEADER));
        // Then
        assertThatCode(() -> SchemaVersion.check(Optional.of(written))).doesNotThrowAnyException();
        assertThatCode(() -> SchemaVersion.check(Optional.empty())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "10", "2026-01", ""})
    void shouldRefuseWhatItDoesNotKnowAndSayWhatToDo(String version) {
        assertThatThrownBy(() -> SchemaVersion.check(header(version)))
                .isInstanceOf(NewerSchemaException.class)
                .hasMessageContainingAll("schema-version is " + version, "knows " + SchemaVersion.KNOWN, "upgrade it");
    }

    private static Optional<byte[]> header(String version) {
        return Optional.of(version.getBytes(StandardCharsets.UTF_8));
    }
}
