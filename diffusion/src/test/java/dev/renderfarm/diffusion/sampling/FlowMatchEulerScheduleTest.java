package dev.renderfarm.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowMatchEulerScheduleTest {

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
        var schedule = new FlowMatchEulerSchedule(steps, 3.0);
        // Then
        assertThat(schedule.sigma(i)).isEqualTo(sigma, within(PRINTED));
        assertThat(schedule.timestep(i)).isEqualTo(timestep, within(5e-6f));
        assertThat(schedule.modelTime(i)).isEqualTo(modelTime, within(PRINTED));
        assertThat(schedule.sigma(i + 1) - schedule.sigma(i)).isEqualTo(change, within(PRINTED));
    }

    @ParameterizedTest
    @CsvSource({"50, 49, 0.10909091", "28, 27, 0.18181818", "4, 1, 0.94736844"})
    void shouldHaveTheReferenceValuesWhenTheShiftIsSix(int steps, int i, float sigma) {
        assertThat(new FlowMatchEulerSchedule(steps, 6.0).sigma(i)).isEqualTo(sigma, within(1e-7f));
    }

    @Test
    void shouldEndWithoutNoiseWhenAllStepsAreDone() {
        assertThat(new FlowMatchEulerSchedule(8, 3.0).sigma(8)).isZero();
    }

    @Test
    void shouldMoveTheLatentsByTheDropInNoiseWhenItSteps() {
        // Given
        var schedule = new FlowMatchEulerSchedule(4, 3.0);
        float[] latents = {1f, -2f};
        // When
        schedule.step(2, latents, new float[] {4f, 8f});
        // Then: sigma goes from 0.75 to 0.5
        assertThat(latents).containsExactly(0f, -4f);
    }

    @Test
    void shouldRefuseWhenThereIsNoStep() {
        assertThatThrownBy(() -> new FlowMatchEulerSchedule(0, 3.0)).hasMessageContaining("at least 1: 0");
    }
}
