package dev.renderfarm.common.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64FileTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 1_999, 2_000, 2_001, 100_000})
    void shouldBeAStringOfStandardBase64(int size) throws IOException {
        // Given
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        StringWriter out = new StringWriter();
        // When
        Json.write(out, Map.of("b64_json", file(content)));
        // Then
        String base64 = Base64.getEncoder().encodeToString(content);
        assertThat(out).hasToString("{\"b64_json\":\"" + base64 + "\"}");
        assertThat(Base64File.charactersOf(size)).isEqualTo(base64.length());
    }

    @Test
    void shouldNeverBeInMemoryAsAWhole() throws IOException {
        // Given
        byte[] content = new byte[3 << 20];
        Pieces pieces = new Pieces();
        // When
        Json.write(pieces, file(content));
        // Then
        assertThat(pieces.total).isEqualTo(Base64File.charactersOf(content.length) + 2);
        assertThat(pieces.largest).isLessThan(1 << 16);
    }

    private Base64File file(byte[] content) throws IOException {
        return new Base64File(Files.write(folder.resolve("content"), content));
    }

    /** Remembers how much came at once, and stays open. */
    private static final class Pieces extends Writer {

        private long total;
        private int largest;

        @Override
        public void write(char[] buffer, int offset, int length) {
            total += length;
            largest = Math.max(largest, length);
        }

        @Override
        public void flush() {
            throw new AssertionError("whoever opened it flushes it");
        }

        @Override
        public void close() {
            throw new AssertionError("whoever opened it closes it");
        }
    }
}
