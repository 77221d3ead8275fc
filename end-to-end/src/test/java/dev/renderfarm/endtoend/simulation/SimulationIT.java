package dev.renderfarm.endtoend.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.endtoend.flow.TestModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many workers and several submitters at once: every picture that was asked for is there once. */
@Tag("long")
class SimulationIT {

    private static final Simulation.Timing TIMING = new Simulation.Timing(Duration.ZERO, Duration.ofMinutes(2));

    @TempDir
    private Path folder;

    @Test
    void shouldLoseAndDoubleNothingWhenManyWorkersServeSeveralSubmitters() throws Exception {
        // Given
        var plan =
                new SimulationPlan(20, 2, List.of(1, 2), List.of(Duration.ofSeconds(1)), 2, Duration.ofSeconds(4), 1);
        // When
        Outcome outcome = new Simulation(plan, TestModel.TINY.exported(), folder, Map.of(), TIMING, line -> {}).run();
        // Then
        assertThat(outcome.settled()).isEqualTo(new Settled(plan.pictures(), 0, 0, 0));
        assertThat(outcome.tally().drawn()).isEqualTo(plan.pictures());
        assertThat(outcome.lost()).isZero();
        assertThat(outcome.doubled()).isZero();
        assertThat(outcome.isComplete()).isTrue();
    }
}
