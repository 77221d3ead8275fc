package dev.renderfarm.coordinator.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.coordinator.queue.QueueOffsets.GroupOffset;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueueMarksTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final QueueMarks marks = new QueueMarks();

    @Test
    void shouldBeDoneWithATaskOnceTheGroupHasPassedTheEndThatLayBehindIt() {
        // Given a task of noon, which is in the topic by the second look
        look(60, 10, new GroupOffset(4, false));
        look(70, 10, new GroupOffset(9, false));
        assertThat(marks.doneSince(NOON)).isEmpty();
        // When
        look(80, 15, new GroupOffset(10, false));
        // Then
        assertThat(marks.doneSince(NOON)).contains(at(80));
        assertThat(marks.doneSince(at(41))).isEmpty();
    }

    @Test
    void shouldBeDoneWithEverythingWhenTheGroupHasNothingLeftThoughItsStartTrails() {
        look(60, 10, new GroupOffset(9, true));
        assertThat(marks.doneSince(NOON)).contains(at(60));
    }

    @Test
    void shouldNotTrustALookThatMayHaveComeBeforeTheTask() {
        look(20, 10, new GroupOffset(10, true));
        assertThat(marks.doneSince(NOON)).isEmpty();
    }

    @Test
    void shouldWaitForEveryPartition() {
        marks.look(at(60), Map.of(0, 5L, 1, 5L), Map.of(0, new GroupOffset(5, true)));
        assertThat(marks.doneSince(NOON)).isEmpty();
        marks.look(at(70), Map.of(0, 5L, 1, 5L), Map.of(0, new GroupOffset(5, true), 1, new GroupOffset(5, true)));
        assertThat(marks.doneSince(NOON)).contains(at(70));
    }

    @Test
    void shouldBeDoneWithTheTasksOfATopicThatWasMadeAnew() {
        look(60, 1_000, new GroupOffset(10, false));
        look(70, 2, new GroupOffset(2, false));
        assertThat(marks.doneSince(NOON)).contains(at(70));
    }

    @Test
    void shouldRememberTheMomentHoweverLongTheQueueStoodAndHoweverLongAgoItWas() {
        // Given a queue that does not move for a day
        for (int seconds = 60; seconds < 86_400; seconds += 10) {
            look(seconds, 10, new GroupOffset(4, false));
        }
        assertThat(marks.doneSince(NOON)).isEmpty();
        // When
        look(86_400, 10, new GroupOffset(10, false));
        for (int seconds = 86_410; seconds < 90_000; seconds += 10) {
            look(seconds, 10, new GroupOffset(10, true));
        }
        // Then
        assertThat(marks.doneSince(NOON)).get().matches(since -> !since.isBefore(at(86_400)));
    }

    private void look(int second, long end, GroupOffset group) {
        marks.look(at(second), Map.of(0, end), Map.of(0, group));
    }

    private static Instant at(int second) {
        return NOON.plus(Duration.ofSeconds(second));
    }
}
