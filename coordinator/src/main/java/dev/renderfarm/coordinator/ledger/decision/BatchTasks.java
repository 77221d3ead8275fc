package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.id.ModelName;
import org.jspecify.annotations.Nullable;

/**
 * Where the tasks of a batch stand, and how far it has come with them.
 *
 * @param model null until validated, unless the submission names it
 * @param cursor index of the first task that was never dispatched
 * @param retries attempts that failed and were or will be tried again
 */
record BatchTasks(@Nullable ModelName model, BatchCounts counts, int cursor, int retries) {

    BatchTasks {
        if (cursor < 0 || cursor > counts.total()) {
            throw new IllegalArgumentException("cursor " + cursor + " is outside of " + counts.total() + " tasks");
        }
    }

    BatchTasks withCounts(BatchCounts next) {
        return new BatchTasks(model, next, cursor, retries);
    }

    BatchTasks cursorMoved() {
        return new BatchTasks(model, counts, cursor + 1, retries);
    }

    BatchTasks retried() {
        return new BatchTasks(model, counts, cursor, retries + 1);
    }
}
