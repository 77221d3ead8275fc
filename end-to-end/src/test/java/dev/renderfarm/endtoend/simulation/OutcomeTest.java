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

    private static final SimulationPlan TEN_PICTURES =
            new SimulationPlan(1, 1, List.of(1), List.of(Duration.ofSeconds(1)), 1, Duration.ofSeconds(10), 1);

    @Test
    void shouldBeCompleteWhenEachPictureIsThereOnce() {
        assertThat(outcome(new Settled(10, 0, 0, 0), 10).isComplete()).isTrue();
    }

    @Test
    void shouldBeConservedAndNotCompleteWhenSomeAreOpen() {
        Outcome open = outcome(new Settled(8, 0, 2, 0), 9);
        assertThat(open.isConserved()).isTrue();
        assertThat(open.isComplete()).isFalse();
    }

    @Test
    void shouldTellWhatIsLostOrDoubledOrFailed() {
        assertThat(outcome(new Settled(9, 0, 0, 0), 9).lost()).isEqualTo(1);
        assertThat(outcome(new Settled(9, 0, 0, 0), 9).isConserved()).isFalse();
        assertThat(outcome(new Settled(11, 0, 0, 0), 11).doubled()).isEqualTo(1);
        assertThat(outcome(new Settled(10, 0, 0, 1), 10).doubled()).isEqualTo(1);
        assertThat(outcome(new Settled(9, 1, 0, 0), 9).isConserved()).isFalse();
        assertThat(outcome(new Settled(10, 0, 0, 0), 9).isConserved())
                .as("counted without a result")
                .isFalse();
    }

    private static Outcome outcome(Settled settled, int drawn) {
        Tally tally = new Tally();
        for (int i = 0; i < drawn; i++) {
            tally.reported(new TaskId(new BatchId("batch_one"), i), true);
        }
        return new Outcome(
                TEN_PICTURES,
                List.of(),
                List.of(),
                tally,
                settled,
                Map.of(),
                Duration.ZERO,
                Map.of(),
                Duration.ofSeconds(1),
                Map.of(),
                Map.of());
    }
}
