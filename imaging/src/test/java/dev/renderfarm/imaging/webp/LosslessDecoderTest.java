package dev.renderfarm.imaging.webp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.imaging.pixels.Pixels;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LosslessDecoderTest {

    /** Files of libwebp's encoder, and the SHA-256 of what its decoder makes of them as RGBA. */
    @ParameterizedTest
    @CsvSource({
        "photo, 4ba60ffc091dba3a7db6f64451012e77a0e0c28fbd9a2448c71ce7dfe5f5506b",
        "photo_with_alpha, 3062d2fb2495194b91e155c2c659eb20fbeda6e54d6580f25ee8de9014c35147",
        "palette_2, 57e05b91d2d58bd4c245a3dad308bc884e4822fecd951a38fe1ed82899700643",
        "palette_4, d1dabf9b89138084c70080a26005225503678f761c2d0f86b9ef72a5ac5a5cb3",
        "palette_16, 23ec528cde7c07a0b045218175860e09224aab0316200411b1a61aba6cab94f3",
        "palette_200, 7ce1d316084b1549f97a07bccaae2d944fe990d36f4ce71fe81c1c28c6ee9636",
        "tiles, cf7c93b9b6103448d7185d9a7061a8b04d96fefb9f784d63e315b7ace65bbe35",
        "groups, b18d023653feb4f004e48147daaafb7a00bdc34cfe60b3e58f987c85fb26cf47",
        "tinted, c8f4754e989b4b6978c83e9f83495cc22486c47594cde2030c17054243df5fd8",
    })
    void shouldGiveEveryPixelAsTheReferenceDecoderDoes(String name, String sha256)
            throws IOException, NoSuchAlgorithmException {
        // When
        Pixels pixels = WebpSource.open(file(name)).decode();
        // Then
        byte[] alpha = pixels.alpha();
        byte[] rgba = new byte[pixels.count() * 4];
        for (int i = 0; i < pixels.count(); i++) {
            System.arraycopy(pixels.rgb(), i * 3, rgba, i * 4, 3);
            rgba[i * 4 + 3] = alpha == null ? (byte) 255 : alpha[i];
        }
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(rgba)))
                .isEqualTo(sha256);
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream in = LosslessDecoderTest.class.getResourceAsStream("/webp/" + name + ".webp")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
