package dev.renderfarm.coordinator.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.batch.TextEncoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecodingReaderTest {

    @Test
    void shouldDecodeAsTheJdkDoesWhenBytesComeInAnyPieces() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            // Given
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20_000); i > 0; i--) {
                text.appendCodePoint(
                        "a\u00e9\u20ac\n\r\uD83D\uDE00".codePoints().toArray()[random.nextInt(6)]);
            }
            // When
            StringWriter decoded = new StringWriter();
            TextEncoding encoding = List.of(TextEncoding.UTF_8, TextEncoding.UTF_16LE, TextEncoding.GB18030)
                    .get(round % 3);
            InputStream bytes = inPieces(text.toString().getBytes(encoding.charset()), random);
            new DecodingReader(bytes, encoding, true).transferTo(decoded);
            // Then
            assertThat(decoded.toString()).as("seed %d", seed).isEqualTo(text.toString());
        }
    }

    @Test
    void shouldDeliverEverythingBeforeItFailsWhenAByteIsMalformed() {
        byte[] bytes = "one\r\ntwo\rthree\nfour!".getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 1] = (byte) 0xFF;
        StringWriter delivered = new StringWriter();
        assertThatThrownBy(() -> new DecodingReader(new ByteArrayInputStream(bytes), TextEncoding.UTF_8, false)
                        .transferTo(delivered))
                .isInstanceOfSatisfying(UnreadableTextException.class, e -> {
                    assertThat(e.line()).isEqualTo(4);
                    assertThat(e).hasMessageContaining("not UTF-8 from this line on");
                });
        assertThat(delivered.toString()).isEqualTo("one\r\ntwo\rthree\nfour");
    }

    private static InputStream inPieces(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + random.nextInt(5000)));
            }
        };
    }
}
