package dev.renderfarm.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.common.edit.Strength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowMatchEulerTest {

    private static final float PRINTED = 5e-9f;

    /** The reference scheduler's own values, eight decimals each. */
    @ParameterizedTest
    @CsvSource({
        "8, 0, 1.00000000, 1000.00000, 0.00000000, -0.04545456",
        "8, 1, 0.95454544, 954.54541, 0.04545459, -0.05454546",
        "8, 2, 0.89999998, 900.00000, 0.10000000, -0.06666666",
        "8, 3, 0.83333331, 833.33331, 0.16666669, -0.08333331",
        "8, 4, 0.75000000, 750.00000, 0.25000000, -0.10714287",
        "8, 5, 0.64285713, 642.85712, 0.35714290, -0.14285713",
        "8, 6, 0.50000000, 500.00000, 0.50000000, -0.19999999",
        "8, 7, 0.30000001, 300.00000, 0.69999999, -0.30000001",
        "9, 0, 1.00000000, 1000.00000, 0.00000000, -0.03999996",
        "9, 1, 0.96000004, 960.00006, 0.03999994, -0.04695648",
        "9, 2, 0.91304356, 913.04358, 0.08695642, -0.05590075",
        "9, 3, 0.85714281, 857.14282, 0.14285718, -0.06766909",
        "9, 4, 0.78947371, 789.47369, 0.21052630, -0.08359134",
        "9, 5, 0.70588237, 705.88239, 0.29411763, -0.10588241",
        "9, 6, 0.59999996, 599.99994, 0.40000007, -0.13846147",
        "9, 7, 0.46153849, 461.53848, 0.53846157, -0.18881121",
        "9, 8, 0.27272728, 272.72729, 0.72727269, -0.27272728",
    })
    void shouldHaveTheReferenceValuesWhenTheShiftIsThree(
            int steps, int i, float sigma, float timestep, float modelTime, float change) {
        // When
        StepTable table = FlowMatchEuler.table(steps, 3.0);
        // Then
        assertThat(table.level(i).noise()).isEqualTo(sigma, within(PRINTED));
        assertThat(table.level(i).noise() * 1000f).isEqualTo(timestep, within(5e-6f));
        assertThat(table.step(i).time()).isEqualTo(modelTime, within(PRINTED));
        assertThat(table.step(i).move()).isEqualTo(change, within(PRINTED));
    }

    @ParameterizedTest
    @CsvSource({"50, 49, 0.10909091", "28, 27, 0.18181818", "4, 1, 0.94736844"})
    void shouldHaveTheReferenceValuesWhenTheShiftIsSix(int steps, int i, float sigma) {
        assertThat(FlowMatchEuler.table(steps, 6.0).level(i).noise()).isEqualTo(sigma, within(1e-7f));
    }

    /** Strength decides how noisy a picture is at first: 6s / (1 + 5s) with shift 6. */
    @ParameterizedTest
    @CsvSource({
        "8, 3, 0.1, 0.300000",
        "8, 3, 0.25, 0.500000",
        "8, 3, 0.3, 0.642857",
        "8, 3, 0.5, 0.750000",
        "8, 3, 0.6, 0.833333",
        "8, 3, 0.75, 0.900000",
        "8, 3, 0.8, 0.954545",
        "8, 3, 0.9, 1",
        "8, 3, 1, 1",
        "50, 6, 0.1, 0.400000",
        "50, 6, 0.2, 0.600000",
        "50, 6, 0.3, 0.720000",
        "50, 6, 0.4, 0.800000",
        "50, 6, 0.6, 0.900000",
        "50, 6, 0.7, 0.933333",
        "50, 6, 0.8, 0.960000",
        "50, 6, 0.9, 0.981818"
    })
    void shouldBeginWhereTheStrengthSaysWhenAPictureIsGiven(int steps, double shift, double strength, float sigma) {
        // Given
        StepTable whole = FlowMatchEuler.table(steps, shift);
        // When
        StepTable rest = whole.from(new Strength(strength).firstStep(steps));
        // Then
        assertThat(rest.level(0).noise()).isEqualTo(sigma, within(5e-7f));
        assertThat(rest.level(0).picture()).isEqualTo(1 - sigma, within(5e-7f));
        assertThat(rest.length()).isEqualTo(new Strength(strength).forwards(steps));
        assertThat(rest.step(rest.length() - 1)).isEqualTo(whole.step(steps - 1));
    }

    @Test
    void shouldEndWithoutNoiseWhenAllStepsAreDone() {
        assertThat(FlowMatchEuler.table(8, 3.0).level(8)).isEqualTo(new NoiseLevel(1, 0));
    }

    @Test
    void shouldMoveTheLatentsByTheDropInNoiseWhenItSteps() {
        // Given
        StepTable table = FlowMatchEuler.table(4, 3.0);
        float[] latents = {1f, -2f};
        // When
        table.step(2).advance(latents, new float[] {4f, 8f}, null, null);
        // Then: sigma goes from 0.75 to 0.5
        assertThat(latents).containsExactly(0f, -4f);
    }

    /** Pictures of a seed stay what they were, to the last bit. */
    @Test
    void shouldOnlyAddWhatIsMovedWhenItSteps() {
        // Given
        StepTable table = FlowMatchEuler.table(8, 3.0);
        float[] latents = new TorchGenerator(1).standardNormal(1024);
        float[] velocity = new TorchGenerator(2).standardNormal(1024);
        float[] expected = latents.clone();
        for (int k = 0; k < expected.length; k++) {
            expected[k] += (table.level(4).noise() - table.level(3).noise()) * velocity[k];
        }
        // When
        table.step(3).advance(latents, velocity, null, null);
        // Then
        assertThat(latents).isEqualTo(expected);
        assertThat(table.step(3).input(latents)).isSameAs(latents);
    }

    @Test
    void shouldRefuseWhenThereIsNoStep() {
        assertThatThrownBy(() -> FlowMatchEuler.table(0, 3.0)).hasMessageContaining("at least 1: 0");
    }
}
