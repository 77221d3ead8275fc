package dev.renderfarm.imaging.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.imaging.encoded.FilePart;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsInputStreamTest {

    private static final byte[] FILE = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

    @Test
    void shouldReadPartsAsOneFileAndAgainWhenItGoesBack() throws IOException {
        // Given
        try (PartsInputStream in = new PartsInputStream(
                List.of(new FilePart(FILE, 2, 3), new FilePart(FILE, 0, 0), new FilePart(FILE, 7, 2)))) {
            byte[] all = new byte[5];
            // When
            in.readFully(all);
            // Then
            assertThat(all).containsExactly(2, 3, 4, 7, 8);
            assertThat(in.length()).isEqualTo(5);
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read(all, 0, 1)).isEqualTo(-1);
            in.seek(2);
            assertThat(List.of(in.read(), in.read())).containsExactly(4, 7);
            in.seek(1);
            assertThat(in.readUnsignedShort()).isEqualTo(0x0304);
        }
    }
}
