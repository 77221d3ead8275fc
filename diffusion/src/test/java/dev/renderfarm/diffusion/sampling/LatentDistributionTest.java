package dev.renderfarm.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.edit.EncodeMode;
import org.junit.jupiter.api.Test;

class LatentDistributionTest {

    private static final LatentShape SHAPE = new LatentShape(2, 2, 4);
    private static final LatentMask MASK = LatentMask.everything(SHAPE);

    private final LatentDistribution distribution =
            new LatentDistribution(filled(SHAPE.size(), 3), filled(SHAPE.size(), 0.5f));

    @Test
    void shouldDrawForTheLatentsFirstWhenTheyAreSampled() {
        // Given
        TorchGenerator order = new TorchGenerator(7);
        float[] first = SHAPE.noise(order);
        float[] second = SHAPE.noise(order);
        // When
        KnownRegion region = distribution.under(MASK, EditNoise.draw(EncodeMode.SAMPLE, SHAPE, new TorchGenerator(7)));
        // Then
        for (int k = 0; k < SHAPE.size(); k++) {
            assertThat(region.latents()[k]).isEqualTo(3 + 0.5f * first[k]);
        }
        assertThat(region.noise()).isEqualTo(second);
    }

    @Test
    void shouldDrawForTheScheduleOnlyWhenLatentsAreTheMode() {
        // When
        KnownRegion region = distribution.under(MASK, EditNoise.draw(EncodeMode.MODE, SHAPE, new TorchGenerator(7)));
        // Then
        assertThat(region.latents()).containsOnly(3);
        assertThat(region.noise()).isEqualTo(SHAPE.noise(new TorchGenerator(7)));
    }

    @Test
    void shouldGiveOneSampleWhenSeveralWereEncoded() {
        // Given
        float[] mean = new float[2 * SHAPE.size()];
        mean[SHAPE.size()] = 9;
        // When
        LatentDistribution second = new LatentDistribution(mean, mean.clone()).of(1, SHAPE);
        // Then
        assertThat(second.mean()).hasSize(SHAPE.size()).startsWith(9, 0);
        assertThat(second.deviation()).startsWith(9, 0);
    }

    private static float[] filled(int length, float value) {
        float[] values = new float[length];
        java.util.Arrays.fill(values, value);
        return values;
    }
}
