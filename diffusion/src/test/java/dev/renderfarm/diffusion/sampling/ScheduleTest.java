package dev.renderfarm.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.common.model.FlowMatch;
import dev.renderfarm.common.model.NoiseSchedule;
import dev.renderfarm.common.model.Prediction;
import dev.renderfarm.common.model.StepSpacing;
import dev.renderfarm.common.task.SchedulerKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {

    private static final NoiseSchedule NOISE = new NoiseSchedule(
            SchedulerKind.EULER,
            Prediction.EPSILON,
            StepSpacing.LEADING,
            1,
            false,
            false,
            new NoiseSchedule.Betas("scaled_linear", 0.00085, 0.012, 1000),
            List.of());

    @ParameterizedTest
    @CsvSource({
        "EULER, LEADING, 4, '751, 501, 251, 1'",
        "EULER, TRAILING, 4, '999, 749, 499, 249'",
        "EULER, LINSPACE, 4, '999, 666, 333, 0'",
        "EULER, LINSPACE, 3, '999, 499.5, 0'",
        "DDIM, LINSPACE, 3, '999, 500, 0'",
        "DPMPP_2M, LEADING, 4, '801, 601, 401, 201'",
        "DPMPP_2M, TRAILING, 4, '999, 749, 499, 249'",
        "DPMPP_2M, LINSPACE, 4, '999, 749, 500, 250'",
        "EULER_ANCESTRAL, TRAILING, 1, '999'"
    })
    void shouldTakeTheReferencesTimeSteps(SchedulerKind kind, StepSpacing spacing, int steps, String times) {
        // When
        StepTable table = Schedule.of(NOISE.with(null, spacing), kind).table(steps);
        // Then
        String[] expected = times.split(", ");
        assertThat(table.length()).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(table.step(i).time()).isEqualTo(Float.parseFloat(expected[i]), within(1e-4f));
        }
    }

    /** With a perfect network, which gives the noise that is there, every sampler ends at the picture. */
    @ParameterizedTest
    @EnumSource(names = "FLOW_MATCH_EULER", mode = EnumSource.Mode.EXCLUDE)
    void shouldEndAtThePictureWhenTheNetworkIsPerfect(SchedulerKind kind) {
        for (Prediction prediction : Prediction.values()) {
            // Given: DDIM ends at no noise at all only if told so
            NoiseSchedule clean = new NoiseSchedule(
                    SchedulerKind.EULER, prediction, StepSpacing.LEADING, 1, false, true, NOISE.betas(), List.of());
            StepTable table = Schedule.of(clean, kind).table(6).from(1);
            float picture = 0.75f;
            float[] x = {table.level(0).mix(picture, -1.5f)};
            float[] before = null;
            for (int i = 0; i < table.length(); i++) {
                SamplingStep step = table.step(i);
                NoiseLevel level = table.level(i);
                float noise = (x[0] - level.picture() * picture) / level.noise();
                double size = Math.hypot(level.picture(), level.noise());
                float v = (float) ((level.picture() * noise - level.noise() * picture) / size);
                float[] f = {prediction == Prediction.EPSILON ? noise : v};
                float[] predicted = step.predicted(x, f);
                assertThat(predicted[0]).isEqualTo(picture, within(2e-4f));
                // When
                step.advance(x, f, before, new float[] {0.5f});
                before = predicted;
            }
            // Then
            assertThat(x[0]).isEqualTo(picture, within(1e-3f));
        }
    }

    @Test
    void shouldBeginWithAStepOfTheFirstOrderWhereverItBegins() {
        // Given
        Schedule schedule = Schedule.of(NOISE, SchedulerKind.DPMPP_2M);
        StepTable whole = schedule.table(6);
        SamplingStep second = whole.step(2);
        // When
        StepTable rest = whole.from(2);
        // Then: q·x + m·x0, of which the step of the second order adds up to as much
        SamplingStep first = rest.step(0);
        assertThat(second.previous()).isNotZero();
        assertThat(first.previous()).isZero();
        assertThat(first.keep()).isEqualTo(second.keep() + second.previous() * second.a());
        assertThat(first.move()).isEqualTo(second.move() + second.previous() * second.b());
        assertThat(rest.levels()).isEqualTo(whole.levels().subList(2, 7));
    }

    @Test
    void shouldRefuseASamplerThatTheModelHasNot() {
        assertThat(Schedule.of(new FlowMatch(3), null)).isEqualTo(new FlowMatchEuler(3));
        assertThatThrownBy(() -> Schedule.of(new FlowMatch(3), SchedulerKind.EULER))
                .hasMessage("scheduler euler is none of this model");
        assertThatThrownBy(() -> Schedule.of(NOISE, SchedulerKind.FLOW_MATCH_EULER))
                .hasMessage("scheduler flow_match_euler is none of this model");
        assertThatThrownBy(() -> Schedule.of(NOISE, null).table(0)).hasMessage("steps must be from 1 to 1000: 0");
    }
}
