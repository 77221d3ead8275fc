package dev.renderfarm.common.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrengthTest {

    /** The first step of diffusers' {@code get_timesteps}. */
    @ParameterizedTest
    @CsvSource({
        "8, 0.1, 7", "8, 0.125, 7", "8, 0.2, 6", "8, 0.25, 6", "8, 0.3, 5", "8, 0.4, 4", "8, 0.5, 4", "8, 0.6, 3",
        "8, 0.7, 2", "8, 0.75, 2", "8, 0.8, 1", "8, 0.9, 0", "8, 1.0, 0", "50, 0.1, 45", "50, 0.2, 40", "50, 0.3, 35",
        "50, 0.4, 30", "50, 0.6, 20", "50, 0.7, 15", "50, 0.8, 10", "50, 0.9, 5", "1, 0.01, 0"
    })
    void shouldLeaveOutStepsWhenItIsLessThanOne(int steps, double strength, int first) {
        assertThat(new Strength(strength).firstStep(steps)).isEqualTo(first);
        assertThat(new Strength(strength).forwards(steps)).isEqualTo(steps - first);
    }

    /** 25 · 0.56 is 14.000000000000002, and so runs 15 steps. */
    @ParameterizedTest
    @CsvSource({
        "25, 0.56, 15",
        "50, 0.56, 29",
        "75, 0.56, 43",
        "75, 0.68, 52",
        "100, 0.55, 56",
        "100, 0.56, 57",
        "8, 0.9, 8",
        "8, 0.1, 1"
    })
    void shouldCountAsDoublesMultiplyWhenTheProductIsNextToAWholeNumber(int steps, double strength, int forwards) {
        assertThat(new Strength(strength).forwards(steps)).isEqualTo(forwards);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.0001, Double.NaN})
    void shouldRefuseWhenItIsNoShareOfTheSteps(double strength) {
        assertThatThrownBy(() -> new Strength(strength)).hasMessageStartingWith("strength must be above 0");
    }

    @Test
    void shouldRunOneStepWhenItIsNextToNothing() {
        assertThat(new Strength(Double.MIN_VALUE).forwards(8)).isEqualTo(1);
    }
}
