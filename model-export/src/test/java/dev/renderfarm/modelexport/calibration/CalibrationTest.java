package dev.renderfarm.modelexport.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.diffusion.sampling.FlowMatchEuler;
import dev.renderfarm.modelexport.calibration.Calibration.Sample;
import dev.renderfarm.modelexport.calibration.Denoiser.Caption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Two steps without shift: σ goes 1, ½, 0. */
class CalibrationTest {

    private static final List<List<List<Double>>> ENTROPIES =
            List.of(List.of(List.of(0.2, 0.4)), List.of(List.of(0.4, 0.8)));

    private final AtomicLong clock = new AtomicLong();
    private final Calibration calibration = new Calibration(
            FlowMatchEuler.table(2, 1),
            List.of(new Sample(new Caption(1, new float[1]), new float[] {3, 4})),
            new StepTimer(() -> clock.getAndAdd(500_000_000)),
            CalibrationProgress.NONE);

    @Test
    void shouldAverageEntropiesOverAllStepsAndTimeTheStep() {
        // Given
        var whole = new FakeDenoiser(1, ENTROPIES);
        // When
        var reference = calibration.observe(whole);
        // Then
        assertThat(reference.entropies().get(0).get(0)).isCloseTo(0.3, within(1e-9));
        assertThat(reference.entropies().get(0).get(1)).isCloseTo(0.6, within(1e-9));
        assertThat(reference.secondsPerStep()).isEqualTo(0.5);
        assertThat(whole.times().subList(0, 2)).containsExactly(0f, 0.5f);
    }

    @Test
    void shouldTellHowFarSingleStepsAndTheEndAreFromTheWholeTransformers() {
        // Given: each step multiplies the latents by 1 − ½ · factor
        var reference = calibration.observe(new FakeDenoiser(1, ENTROPIES));
        // When
        var comparison = calibration.compare(new FakeDenoiser(1.2f, ENTROPIES), reference);
        // Then
        assertThat(comparison.velocity().overall()).isCloseTo(0.2, within(1e-6));
        assertThat(comparison.velocity().worst()).isCloseTo(0.2, within(1e-6));
        double end = 0.4 * 0.4;
        double wholeEnd = 0.5 * 0.5;
        assertThat(comparison.latents().overall()).isCloseTo((wholeEnd - end) / wholeEnd, within(1e-6));
    }

    @Test
    void shouldTellOfNoChangeWhenThereIsNone() {
        var reference = calibration.observe(new FakeDenoiser(1, ENTROPIES));
        var comparison = calibration.compare(new FakeDenoiser(1, ENTROPIES), reference);
        assertThat(comparison.velocity()).isEqualTo(new RelativeChange(0, 0));
        assertThat(comparison.latents()).isEqualTo(new RelativeChange(0, 0));
    }

    @Test
    void shouldRefuseATransformerThatComputesInfinities() {
        assertThatThrownBy(() -> calibration.observe(new FakeDenoiser(Float.POSITIVE_INFINITY, ENTROPIES)))
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining("is the checkpoint sound?");
    }
}
