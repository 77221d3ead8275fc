package dev.renderfarm.endtoend.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationPlanTest {

    @Test
    void shouldKeepAllDevicesBusyForAsLongAsItIsTold() {
        // Given
        var plan = new SimulationPlan(
                5,
                2,
                List.of(1, 3),
                List.of(Duration.ofSeconds(8), Duration.ofSeconds(16)),
                4,
                Duration.ofSeconds(80),
                1);
        // Then
        assertThat(plan.workersOf(0)).isEqualTo(3);
        assertThat(plan.workersOf(1)).isEqualTo(2);
        assertThat(plan.timePerImage(1)).isEqualTo(Duration.ofSeconds(4));
        assertThat(plan.batchesOfAModel()).isEqualTo(4);
        assertThat(plan.picturesOf(0)).isEqualTo(30);
        assertThat(plan.picturesOf(1)).isEqualTo(10);
        assertThat(plan.pictures()).isEqualTo(160);
    }

    @Test
    void shouldRefuseAModelWithoutWorkers() {
        assertThatThrownBy(() -> new SimulationPlan(
                        2, 3, List.of(1), List.of(Duration.ofSeconds(1)), 1, Duration.ofSeconds(1), 1))
                .hasMessageContaining("each of 3 models wants a worker");
    }
}
