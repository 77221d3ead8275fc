package dev.renderfarm.coordinator.ledger.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.coordinator.ledger.decision.Timer;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class StoreKeysTest {

    private static final BatchId SHORT = new BatchId("batch_a");
    private static final BatchId LONG = new BatchId("batch_a0");

    @Test
    void shouldSortTheTasksOfABatchByIndexWithNothingBetween() {
        assertThat(new Bytes[] {
                    StoreKeys.task(SHORT, 0),
                    StoreKeys.task(SHORT, 9),
                    StoreKeys.task(SHORT, 256),
                    StoreKeys.task(SHORT, Integer.MAX_VALUE),
                    StoreKeys.task(LONG, 0)
                })
                .isSorted();
    }

    @Test
    void shouldSortTimersByTime() {
        Instant due = Instant.ofEpochMilli(1_700_000_000_000L);
        assertThat(new Bytes[] {
                    StoreKeys.timer(Timer.grace(LONG, due.minusMillis(1))),
                    StoreKeys.firstTimer(due),
                    StoreKeys.timer(Timer.watchdog(new TaskId(SHORT, 0), due)),
                    StoreKeys.timer(Timer.retry(new TaskId(SHORT, 7), due)),
                    StoreKeys.firstTimer(due.plusMillis(1))
                })
                .isSorted();
    }

    @Test
    void shouldReadATimerBack() {
        Timer timer = Timer.retry(new TaskId(LONG, 70_000), Instant.parse("2026-01-01T00:00:00.123Z"));
        assertThat(StoreKeys.timer(StoreKeys.timer(timer))).isEqualTo(timer);
    }

    @Test
    void shouldSortActiveBatchesBeforeEndedOnes() {
        assertThat(new Bytes[] {
                    StoreKeys.firstActive(),
                    StoreKeys.active(SHORT),
                    StoreKeys.active(LONG),
                    StoreKeys.lastActive(),
                    StoreKeys.ended(SHORT)
                })
                .isSorted();
    }
}
