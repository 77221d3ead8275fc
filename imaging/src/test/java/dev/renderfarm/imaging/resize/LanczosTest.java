package dev.renderfarm.imaging.resize;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.imaging.golden.GoldenTensors;
import dev.renderfarm.imaging.pixels.Pixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanczosTest {

    private final GoldenTensors golden = new GoldenTensors();

    @ParameterizedTest
    @CsvSource({"112, 96", "48, 32"})
    void shouldMakeThePixelsOfPillowWhenTheSizeIsAnother(int width, int height) {
        // When
        Pixels resized = Lanczos.resize(golden.pixels("resize.source"), width, height);
        // Then
        assertThat(resized.rgb()).isEqualTo(golden.bytes("resize." + width + "x" + height));
    }

    /** Digests are of Pillow 13.0.0: {@code source.resize((width, height), LANCZOS, box)}. */
    @ParameterizedTest
    @CsvSource({
        "5, 3, 80.5, 53.25, 48, 32, d77c21e74eb43ab0522579b44a3d66f32024a1501187f8c1305f9ddf9b9a5b4b",
        "0, 10, 83, 20, 112, 96, a88e6520c013cc2eb9059fef0c8bdfdea664429767da6288f4ebd9b37d6902e0",
        "7, 9, 55, 41, 48, 32, ad6784499cb66b4938e2543bba8397052a026ce8ae677b45b188a7ea7e3f95d7",
        "60.5, 50.25, 83, 61, 9, 64, 12d5007848d5bf6059052163b0c895567f3571dff020b45c4716ab4b8d623218"
    })
    void shouldMakeThePixelsOfPillowWhenOnlyAPartIsWanted(
            double left, double top, double right, double bottom, int width, int height, String sha256) {
        // When
        Pixels resized =
                Lanczos.resize(golden.pixels("resize.source"), new Box(left, top, right, bottom), width, height);
        // Then
        assertThat(Sha256.hex(resized.rgb())).isEqualTo(sha256);
    }

    @Test
    void shouldChangeNothingWhenTheSizeIsTheSame() {
        // Given
        Pixels source = golden.pixels("resize.source");
        // When, Then
        assertThat(Lanczos.resize(source, source.width(), source.height())).isSameAs(source);
    }

    @Test
    void shouldNotDarkenAnEdgeWhenWhatIsBesideItIsTransparent() {
        // Given: white on transparent black
        byte[] rgb = new byte[16 * 16 * 3];
        byte[] alpha = new byte[16 * 16];
        for (int i = 0; i < alpha.length; i++) {
            if (i % 16 >= 8) {
                alpha[i] = (byte) 255;
                java.util.Arrays.fill(rgb, i * 3, i * 3 + 3, (byte) 255);
            }
        }
        // When
        Pixels resized = Lanczos.resize(new Pixels(16, 16, rgb, alpha), 11, 11);
        // Then
        byte[] resizedAlpha = requireNonNull(resized.alpha());
        for (int i = 0; i < resized.count(); i++) {
            if ((resizedAlpha[i] & 0xff) > 8) {
                assertThat(resized.rgb()[i * 3] & 0xff).isGreaterThan(250);
            }
        }
        assertThat(resized.alpha()).contains(0, 255);
    }
}
