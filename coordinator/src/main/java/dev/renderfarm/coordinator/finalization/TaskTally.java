package dev.renderfarm.coordinator.finalization;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts tasks while they are read and compares them with what the batch counts. Tables that have moved away, or that
 * are not committed yet, may give other tasks than the batch has.
 */
final class TaskTally {

    private final Batch batch;
    private final Map<TaskState, Integer> seen = new EnumMap<>(TaskState.class);

    TaskTally(Batch batch) {
        this.batch = batch;
    }

    /** @throws LedgerUnavailableException if the task has not settled */
    TaskView counted(TaskView task) {
        seen.merge(task.state(), 1, Integer::sum);
        if (!task.state().isSettled()) {
            throw mismatch();
        }
        return task;
    }

    /** @throws LedgerUnavailableException if the batch counts other tasks */
    void checkComplete() {
        boolean same = seen(TaskState.COMPLETED) == batch.taskCounts().completed()
                && seen(TaskState.FAILED) == batch.taskCounts().failed()
                && seen(TaskState.CANCELLED) == batch.renderfarm().cancelled();
        if (!same) {
            throw mismatch();
        }
    }

    private int seen(TaskState state) {
        return seen.getOrDefault(state, 0);
    }

    private LedgerUnavailableException mismatch() {
        return new LedgerUnavailableException(
                "the tasks of " + batch.id() + " are " + seen + " here, the batch counts " + batch.taskCounts()
                        + " and " + batch.renderfarm().cancelled() + " cancelled",
                null);
    }
}
