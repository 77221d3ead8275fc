package dev.renderfarm.common.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardOutputTest {

    @Test
    void shouldWriteUtf8() {
        // Given
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintWriter out = StandardOutput.over(bytes, "");
        // When
        out.print("杯 é");
        out.flush();
        // Then
        assertThat(bytes.toByteArray()).isEqualTo("杯 é".getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device, /tmp/list.txt, false",
        "Broken pipe, , true",
        "断开的管道, pipe:[123], true",
        "Verbindung beendet, socket:[123], true"
    })
    void shouldTellWhatWasNotWrittenAndWhetherAnybodyReads(String reason, String target, boolean readerGone) {
        // Given
        PrintWriter out = StandardOutput.over(refusing(reason), target == null ? "" : target);
        // When
        var failure = catchThrowableOfType(UnwritableOutputException.class, () -> out.println("a line"));
        // Then
        assertThat(failure).hasMessage("standard output cannot be written: " + reason);
        assertThat(failure.isReaderGone()).isEqualTo(readerGone);
    }

    private static OutputStream refusing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException(reason);
            }
        };
    }
}
