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

    /** Digests are of Pillow 13.0.0, of its pixels of four bytes: {@code source.resize((width, height), LANCZOS, box)}. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 83, 61, 112, 96, 67b9d1538ea11acbc947ba036a01d4911b419be65aed53c95a93f0fbdcae4088",
        "0, 0, 83, 61, 48, 32, 17ea3471722471ba6bb866d8429c88c891509d498c6349e3a69660544a5920b6",
        "0, 0, 83, 61, 17, 200, a0c7a1fcef3446ba9304f6ffd8fe15747e1ac2904df58b803e921c0ae1477883",
        "5, 3, 80.5, 53.25, 48, 32, f265c44ec033ac97f4f97ed1f120be8bb2f598590e8be94e339b5c5d0169e961",
        "7, 9, 55, 41, 48, 32, 16e1455c1adf4e05fdba6dca85c1d6edc7c1919bf9eba581be942bf247b7875f"
    })
    void shouldMakeThePixelsOfPillowWhenThereIsTransparency(
            double left, double top, double right, double bottom, int width, int height, String sha256) {
        // Given
        Pixels source = partlyTransparent(83, 61);
        assertThat(Sha256.hex(rgba(source)))
                .isEqualTo("baa2302818d3968b3bf01b8d243b1435c63deaef6949ea8f2e810c83d1b0322a");
        // When
        Pixels resized = Lanczos.resize(source, new Box(left, top, right, bottom), width, height);
        // Then
        assertThat(Sha256.hex(rgba(resized))).isEqualTo(sha256);
    }

    /** Every fifth or so of its pixels is transparent all through, and as many are opaque. */
    private static Pixels partlyTransparent(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        byte[] alpha = new byte[width * height];
        for (int i = 0; i < alpha.length; i++) {
            int x = i % width;
            int y = i / width;
            rgb[3 * i] = (byte) (x * 37 + y * 11);
            rgb[3 * i + 1] = (byte) (x * 5 + y * 91);
            rgb[3 * i + 2] = (byte) (x * x + y * y);
            alpha[i] = (byte) Math.min(255, Math.max(0, (x * 7 + y * 13) % 400 - 60));
        }
        return new Pixels(width, height, rgb, alpha);
    }

    private static byte[] rgba(Pixels picture) {
        byte[] alpha = requireNonNull(picture.alpha());
        byte[] rgba = new byte[alpha.length * 4];
        for (int i = 0; i < alpha.length; i++) {
            System.arraycopy(picture.rgb(), 3 * i, rgba, 4 * i, 3);
            rgba[4 * i + 3] = alpha[i];
        }
        return rgba;
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
