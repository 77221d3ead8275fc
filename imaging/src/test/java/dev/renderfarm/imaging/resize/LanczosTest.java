package dev.renderfarm.imaging.resize;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

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
