package dev.renderfarm.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClassifierFreeGuidanceTest {

    @Test
    void shouldMoveAwayFromTheNegativePredictionWhenApplied() {
        // Given
        float[] positive = {1f, 2f};
        // When
        ClassifierFreeGuidance.of(4.0).apply(positive, new float[] {0.5f, 3f}, 2);
        // Then: p + g (p - q)
        assertThat(positive).containsExactly(3f, -2f);
    }

    @Test
    void shouldShortenOnlyTheSamplesThatAreTooLongWhenNormalised() {
        // Given: norms 5 and 10
        float[] positive = {3f, 4f, 6f, 8f};
        // When: the first becomes (6, 8) of norm 10, the second (3, 4) of norm 5; the limits are 7.5 and 15
        new ClassifierFreeGuidance(1, 1.5, null).apply(positive, new float[] {0f, 0f, 9f, 12f}, 2);
        // Then
        assertThat(positive).containsExactly(4.5f, 6f, 3f, 4f);
    }

    @Test
    void shouldBeOnWhenTheScaleIsAboveZero() {
        assertThat(ClassifierFreeGuidance.of(0).isOn()).isFalse();
        assertThat(ClassifierFreeGuidance.of(0.5).isOn()).isTrue();
        assertThat(ClassifierFreeGuidance.of(0.5).isOn(0.99f)).isTrue();
        assertThat(ClassifierFreeGuidance.of(0).isOn(0f)).isFalse();
    }

    @Test
    void shouldBeOffInLateStepsWhenTruncated() {
        ClassifierFreeGuidance truncated = new ClassifierFreeGuidance(4, null, 0.25);
        assertThat(truncated.isOn(0.25f)).isTrue();
        assertThat(truncated.isOn(0.26f)).isFalse();
    }

    @Test
    void shouldRefuseWhenTheSizesDiffer() {
        assertThatThrownBy(() -> ClassifierFreeGuidance.of(1).apply(new float[2], new float[3], 1))
                .hasMessageContaining("2 and 3");
    }

    @Test
    void shouldRefuseWhenItIsNoNumber() {
        assertThatThrownBy(() -> ClassifierFreeGuidance.of(Double.NaN)).hasMessageContaining("scale NaN");
        assertThatThrownBy(() -> new ClassifierFreeGuidance(1, -1.0, null)).hasMessageContaining("normalization -1.0");
    }
}
