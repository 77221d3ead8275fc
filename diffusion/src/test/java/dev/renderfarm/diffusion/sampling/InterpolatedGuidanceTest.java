package dev.renderfarm.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.common.model.GuidanceForm;
import dev.renderfarm.common.task.Sampling;
import org.junit.jupiter.api.Test;

class InterpolatedGuidanceTest {

    @Test
    void shouldBeOffUpToOne() {
        assertThat(of(0).isOn()).isFalse();
        assertThat(of(1).isOn()).isFalse();
        assertThat(of(1.5).isOn()).isTrue();
    }

    @Test
    void shouldLeadFromTheNegativePredictionThroughThePositiveOne() {
        // Given
        float[] positive = {1f, 2f};
        // When
        of(5).apply(positive, new float[] {0.5f, 3f}, 2);
        // Then
        assertThat(positive).containsExactly(0.5f + 5 * 0.5f, 3f - 5);
    }

    @Test
    void shouldGiveASampleTheDeviationThatItHadWhenItIsRescaled() {
        // Given: deviations of √2 / 2 and of 7 times that
        float[] positive = {1f, 2f};
        float[] half = positive.clone();
        // When
        of(5).rescaled(1).apply(positive, new float[] {1.5f, 1f}, 2);
        of(5).rescaled(0.5).apply(half, new float[] {1.5f, 1f}, 2);
        // Then: guided -1 and 6, of which a seventh, or four sevenths
        assertThat(positive[0]).isEqualTo(-1f / 7, within(1e-6f));
        assertThat(positive[1]).isEqualTo(6f / 7, within(1e-6f));
        assertThat(half[1]).isEqualTo(6f * 4 / 7, within(1e-6f));
    }

    private static ClassifierFreeGuidance of(double scale) {
        return ClassifierFreeGuidance.of(Sampling.of(1, scale), GuidanceForm.INTERPOLATED);
    }
}
