package dev.renderfarm.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LatentShapeTest {

    @Test
    void shouldPutChannelsLastWhenItDrawsNoise() {
        // Given
        var shape = new LatentShape(2, 3, 4);
        float[] drawn = new TorchGenerator(42).standardNormal(24);
        // When
        float[] noise = shape.noise(new TorchGenerator(42));
        // Then
        for (int c = 0; c < 4; c++) {
            for (int y = 0; y < 2; y++) {
                for (int x = 0; x < 3; x++) {
                    assertThat(noise[(y * 3 + x) * 4 + c]).isEqualTo(drawn[(c * 2 + y) * 3 + x]);
                }
            }
        }
    }

    @Test
    void shouldGetChannelsBackWhenTheyWereLast() {
        var shape = new LatentShape(2, 3, 4);
        float[] drawn = new TorchGenerator(42).standardNormal(24);
        assertThat(shape.channelsFirst(shape.channelsLast(drawn))).isEqualTo(drawn);
        assertThatThrownBy(() -> shape.channelsFirst(new float[23])).hasMessageContaining("24 values, not 23");
    }

    @Test
    void shouldRefuseWhenASideIsMissing() {
        assertThatThrownBy(() -> new LatentShape(0, 3, 4)).hasMessageContaining("0x3x4");
    }
}
