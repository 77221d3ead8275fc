package dev.renderfarm.endtoend.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final ModelName MODEL = new ModelName("mug");
    private static final BatchId ONE = new BatchId("batch_one");
    private static final BatchId OTHER = new BatchId("batch_other");

    private final Tally tally = new Tally();

    @Test
    void shouldCountOnlyTimeInWhichTasksWaitedWhenTellingHowBusyDevicesWere() {
        // Given: tasks on the topic from 0 to 10 and from 20 to 30, two devices
        tally.claimed(claim(ONE, 0, 1, 0, 10));
        tally.claimed(claim(ONE, 1, 1, 20, 30));
        tally.drew(MODEL, span(0, 10));
        tally.drew(MODEL, span(5, 15));
        tally.drew(MODEL, span(25, 40));
        // When
        double whole = tally.busyShare(MODEL, 2, span(0, 100));
        double second = tally.busyShare(MODEL, 2, span(15, 100));
        // Then
        assertThat(whole).isCloseTo(20.0 / 40, within(1e-9));
        assertThat(second).isCloseTo(5.0 / 20, within(1e-9));
    }

    @Test
    void shouldBeIdleOfNothingWhenNoTaskWaited() {
        assertThat(tally.busyShare(MODEL, 1, span(0, 100))).isZero();
    }

    @Test
    void shouldCompareBatchesOnlyWhileAllWantedDevices() {
        // Given: the other batch comes to the topic at 2, behind tasks of the first, which has its last claim at 6
        for (int i = 0; i < 7; i++) {
            tally.claimed(claim(ONE, i, 1, 0, i));
            tally.claimed(claim(OTHER, i, 1, 2, 3 + i));
        }
        // When
        Span together = tally.together(List.of(ONE, OTHER));
        // Then
        assertThat(together).isEqualTo(span(2, 6));
        assertThat(tally.claimed(List.of(ONE, OTHER), together)).isEqualTo(Map.of(ONE, 4, OTHER, 3));
    }

    @Test
    void shouldTakeWhatIsDeliveredAgainForNeitherWaitingNorWanted() {
        // Given
        tally.claimed(claim(ONE, 0, 1, 0, 5));
        tally.claimed(claim(OTHER, 0, 1, 0, 6));
        tally.claimed(claim(ONE, 0, 2, 0, 30));
        // Then
        assertThat(tally.lag(MODEL, at(4))).isEqualTo(2);
        assertThat(tally.lag(MODEL, at(10))).isZero();
        assertThat(tally.waiting(MODEL)).containsExactly(span(0, 6));
        assertThat(tally.together(List.of(ONE, OTHER))).isEqualTo(span(0, 5));
    }

    @Test
    void shouldHaveNoTimeTogetherWhenABatchWasNeverClaimed() {
        tally.claimed(claim(ONE, 0, 1, 0, 1));
        assertThat(tally.together(List.of(ONE, OTHER)).length()).isZero();
    }

    @Test
    void shouldTellTasksThatWereDeliveredAgainAndDrawnAgain() {
        // Given
        tally.claimed(claim(ONE, 0, 1, 0, 1));
        tally.claimed(claim(ONE, 0, 2, 0, 5));
        tally.claimed(claim(ONE, 1, 2, 0, 5));
        tally.reported(new TaskId(ONE, 0), true);
        tally.reported(new TaskId(ONE, 0), true);
        tally.reported(new TaskId(ONE, 1), true);
        tally.reported(new TaskId(ONE, 2), false);
        // Then
        assertThat(tally.redeliveries()).isEqualTo(2);
        assertThat(tally.drawnAgain()).isEqualTo(1);
        assertThat(tally.drawn()).isEqualTo(2);
        assertThat(tally.failures()).isEqualTo(1);
    }

    @Test
    void shouldCountWhatIsOnTheTopicAtAMoment() {
        // Given
        tally.claimed(claim(ONE, 0, 1, 0, 10));
        tally.claimed(claim(ONE, 1, 1, 5, 20));
        // Then
        assertThat(tally.lag(MODEL, at(7))).isEqualTo(2);
        assertThat(tally.lag(MODEL, at(10))).isEqualTo(1);
        assertThat(tally.lag(MODEL, at(20))).isZero();
    }

    @Test
    void shouldMeasureTheFurthestShareFromEqualOnes() {
        List<Share> shares = List.of(new Share(1, 60, 0.6, 0.5, 0, 1), new Share(2, 40, 0.4, 0.5, 0, 1));
        assertThat(Share.furthestFromEqual(shares)).isCloseTo(0.2, within(1e-9));
    }

    private static Claim claim(BatchId batch, int index, int deliveries, int queued, int claimed) {
        return new Claim(new TaskId(batch, index), MODEL, deliveries, at(queued), at(claimed));
    }

    private static Span span(int from, int to) {
        return new Span(at(from), at(to));
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }
}
