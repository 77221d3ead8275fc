package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

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

    /** What happens. The order is part of the store's format. */
    public enum Kind {
        /** Nothing has been heard of a dispatched task. */
        WATCHDOG,
        /** A task may have its next attempt. */
        RETRY,
        /** The completion window of a batch ends. */
        EXPIRY,
        /** A stopped batch waits no longer for what is in flight. */
        GRACE
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
