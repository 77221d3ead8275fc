package dev.renderfarm.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplingStepTest {

    private static final SamplingStep STEP = new SamplingStep(0.5f, 0.25f, 2, -1, 0.75f, 4, 8, 0);
    private static final SamplingStep EULER = SamplingStep.ofEuler(0, -0.5f);

    @Test
    void shouldComputeAsItsFormulasSayWhenNoNumberIsTrivial() {
        // Given
        float[] x = {4, 8};
        float[] f = {1, -1};
        // When
        float[] input = STEP.input(x);
        float[] predicted = STEP.predicted(x, f);
        STEP.advance(x, f, new float[] {10, 20}, null);
        // Then
        assertThat(input).containsExactly(2, 4);
        assertThat(predicted).containsExactly(7, 17);
        assertThat(x).containsExactly(3 + 4 + 80, 6 - 4 + 160);
    }

    @Test
    void shouldRefuseWhenTheStepBeforeIsMissing() {
        assertThatThrownBy(() -> STEP.advance(new float[1], new float[1], null, null))
                .hasMessageContaining("the one before");
        List<NoiseLevel> levels = Collections.nCopies(2, new NoiseLevel(0, 1));
        assertThatThrownBy(() -> new StepTable(List.of(STEP), levels)).hasMessageContaining("none before it");
    }

    @Test
    void shouldRefuseWhenATableHasTooFewLevels() {
        assertThatThrownBy(() -> new StepTable(List.of(EULER), List.of(new NoiseLevel(0, 1))))
                .hasMessage("1 steps cannot have 1 levels: one more, and at least one step");
    }
}
