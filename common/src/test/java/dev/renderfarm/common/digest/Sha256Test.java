package dev.renderfarm.common.digest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The digests of "abc" and of a million letters are NIST's examples. */
class Sha256Test {

    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String MILLION = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

    @TempDir
    Path folder;

    @Test
    void shouldDigestTheSameWhateverHoldsTheBytes() {
        assertThat(Sha256.hex("abc")).isEqualTo(ABC);
        assertThat(Sha256.hex("abc".getBytes(UTF_8))).isEqualTo(ABC);
        assertThat(Sha256.of("abc")).hasSize(32).startsWith(0xba, 0x78, 0x16, 0xbf);
    }

    @Test
    void shouldDigestAllOfAFileWhenItIsLargerThanAPiece() throws IOException {
        // Given
        byte[] letters = new byte[1_000_000];
        Arrays.fill(letters, (byte) 'a');
        // When
        Path file = Files.write(folder.resolve("letters"), letters);
        // Then
        assertThat(Sha256.hex(file)).isEqualTo(MILLION);
    }
}
