package dev.renderfarm.gpuworker.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClassifierFreeGuidanceTest {

    @Test
    void shouldMoveAwayFromTheNegativePredictionWhenApplied() {
        // Given
        float[] positive = {1f, 2f};
        // When
        ClassifierFreeGuidance.apply(4.0, positive, new float[] {0.5f, 3f});
        // Then: p + g (p - q)
        assertThat(positive).containsExactly(3f, -2f);
    }

    @Test
    void shouldBeOnWhenTheScaleIsAboveZero() {
        assertThat(ClassifierFreeGuidance.isOn(0)).isFalse();
        assertThat(ClassifierFreeGuidance.isOn(0.5)).isTrue();
    }

    @Test
    void shouldRefuseWhenTheSizesDiffer() {
        assertThatThrownBy(() -> ClassifierFreeGuidance.apply(1, new float[2], new float[3]))
                .hasMessageContaining("2 and 3");
    }
}
