package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * Something that happens later unless it is cleared; an entry of the store {@code timers}. A timer that fires late or
 * twice does no harm: the decision it asks for looks at the state first.
 *
 * @param due in whole milliseconds
 * @param index of the task, or {@value #WHOLE_BATCH}
 */
public record Timer(Instant due, Kind kind, BatchId batchId, int index) {

    /** {@link #index} of a timer that concerns no single task. */
    public static final int WHOLE_BATCH = 0;

    /** What happens. */
    public enum Kind {
        /** Nothing has been heard of a dispatched task. */
        WATCHDOG(0),
        /** A task may have its next attempt. */
        RETRY(1),
        /** The completion window of a batch ends. */
        EXPIRY(2),
        /** A stopped batch waits no longer for what is in flight. */
        GRACE(3);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        /** By which the store knows it, for ever: a new kind gets a new code. */
        public byte code() {
            return code;
        }

        /** @throws IllegalArgumentException if no kind has the code, as where a newer coordinator has set the timer */
        public static Kind ofCode(byte code) {
            return Arrays.stream(values())
                    .filter(kind -> kind.code == code)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "no kind of timer has the code " + code + ": was it set by a newer coordinator?"));
        }
    }

    public Timer {
        due = due.truncatedTo(ChronoUnit.MILLIS);
    }

    public static Timer watchdog(TaskId task, Instant due) {
        return new Timer(due, Kind.WATCHDOG, task.batchId(), task.index());
    }

    public static Timer retry(TaskId task, Instant due) {
        return new Timer(due, Kind.RETRY, task.batchId(), task.index());
    }

    public static Timer expiry(BatchId batch, Instant due) {
        return new Timer(due, Kind.EXPIRY, batch, WHOLE_BATCH);
    }

    public static Timer grace(BatchId batch, Instant due) {
        return new Timer(due, Kind.GRACE, batch, WHOLE_BATCH);
    }

    public TaskId taskId() {
        return new TaskId(batchId, index);
    }
}
