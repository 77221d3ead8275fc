package dev.renderfarm.endtoend.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.endtoend.tally.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private static final SimulationPlan TEN_PICTURES = new SimulationPlan(
            1, 1, List.of(1), List.of(Duration.ofSeconds(1)), 1, Duration.ofSeconds(10), 1);

    @Test
    void shouldBeConservedWhenEachPictureIsThereOnce() {
        assertThat(outcome(10, 0, 10, 10).isConserved()).isTrue();
    }

    @Test
    void shouldTellWhatIsLostOrDoubledOrFailed() {
        assertThat(outcome(9, 0, 9, 9).lost()).isEqualTo(1);
        assertThat(outcome(9, 0, 9, 9).isConserved()).isFalse();
        assertThat(outcome(11, 0, 10, 10).doubled()).isPositive();
        assertThat(outcome(10, 0, 9, 10).doubled()).isEqualTo(1);
        assertThat(outcome(9, 1, 9, 9).isConserved()).isFalse();
        assertThat(outcome(10, 0, 10, 9).isConserved()).as("counted without a result").isFalse();
    }

    private static Outcome outcome(int completed, int failed, int rows, int drawn) {
        Tally tally = new Tally();
        for (int i = 0; i < drawn; i++) {
            tally.reported(new TaskId(new BatchId("batch_one"), i), true);
        }
        return new Outcome(
                TEN_PICTURES,
                List.of(),
                List.of(),
                tally,
                completed,
                failed,
                rows,
                Map.of(),
                Duration.ZERO,
                Map.of(),
                Duration.ofSeconds(1),
                Map.of(),
                Map.of());
    }
}
