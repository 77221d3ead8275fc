package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.batch.Preview;
import dev.renderfarm.common.id.ModelName;
import org.jspecify.annotations.Nullable;

/**
 * Where the tasks of a batch stand, and how far it has come with them.
 *
 * @param model null until validated, unless the submission names it
 * @param cursor no task before it was never dispatched, nor any that was settled without
 * @param retries attempts that failed and were or will be tried again
 * @param previewed the same of those that come first
 * @param ahead tasks that were settled without a dispatch, and that neither cursor has come to
 */
record BatchTasks(@Nullable ModelName model, BatchCounts counts, int cursor, int retries, int previewed, int ahead) {

    BatchTasks {
        if (cursor < 0 || cursor > counts.total()) {
            throw new IllegalArgumentException("cursor " + cursor + " is outside of " + counts.total() + " tasks");
        }
    }

    static BatchTasks of(@Nullable ModelName model, BatchCounts counts, int retries) {
        return new BatchTasks(model, counts, 0, retries, 0, 0);
    }

    BatchTasks withCounts(BatchCounts next) {
        return new BatchTasks(model, next, cursor, retries, previewed, ahead);
    }

    /** Whether all that come first have been dispatched. */
    boolean arePreviewed() {
        return previewed >= counts.total();
    }

    /** The task whose turn it is. */
    int next(@Nullable Preview preview) {
        if (preview == null) {
            return cursor;
        }
        return arePreviewed() ? behindPreview(cursor, preview) : previewed;
    }

    BatchTasks passed(@Nullable Preview preview) {
        if (preview != null && !arePreviewed()) {
            int next = Math.min(previewed + preview.every(), counts.total());
            return new BatchTasks(model, counts, cursor, retries, next, ahead);
        }
        return new BatchTasks(model, counts, next(preview) + 1, retries, previewed, ahead);
    }

    private static int behindPreview(int index, Preview preview) {
        return index % preview.every() == 0 ? index + 1 : index;
    }

    /** One was settled before its turn. */
    BatchTasks settledAhead() {
        return new BatchTasks(model, counts, cursor, retries, previewed, ahead + 1);
    }

    BatchTasks passedSettled(@Nullable Preview preview) {
        BatchTasks passed = passed(preview);
        return new BatchTasks(model, counts, passed.cursor, retries, passed.previewed, ahead - 1);
    }

    BatchTasks retried() {
        return new BatchTasks(model, counts, cursor, retries + 1, previewed, ahead);
    }
}
