package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchErrors;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.FarmProgress;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.BatchCommand;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of a batch; an entry of the store {@code batches}.
 *
 * @param ending how it is going to end; anything but {@link Ending#COMPLETED} means that no task is dispatched any more
 * @param model null until validated, unless the submission names it
 * @param errors of a batch that failed validation
 * @param cursor index of the first task that was never dispatched
 * @param retries attempts that failed and were or will be tried again
 * @param reachedAt when the batch came to each status it has had
 * @param files null until finalized
 * @param sequence of the last status record
 * @param updatedAt of the last status record
 */
public record BatchEntry(
        BatchCommand.Submit submission,
        BatchStatus status,
        Ending ending,
        @Nullable ModelName model,
        @Nullable BatchErrors errors,
        BatchCounts counts,
        int cursor,
        int retries,
        Map<BatchStatus, Instant> reachedAt,
        BatchCommand.@Nullable Finalized files,
        long sequence,
        Instant updatedAt) {

    public BatchEntry {
        reachedAt = Map.copyOf(reachedAt);
        if (cursor < 0 || cursor > counts.total()) {
            throw new IllegalArgumentException("cursor " + cursor + " is outside of " + counts.total() + " tasks");
        }
    }

    static BatchEntry submitted(BatchCommand.Submit submission, Instant now) {
        return new BatchEntry(
                submission,
                BatchStatus.VALIDATING,
                Ending.COMPLETED,
                submission.model(),
                null,
                BatchCounts.NONE,
                0,
                0,
                Map.of(BatchStatus.VALIDATING, now),
                null,
                0,
                now);
    }

    public BatchId id() {
        return submission.batchId();
    }

    /** Whether tasks may be dispatched. */
    public boolean dispatches() {
        return status == BatchStatus.IN_PROGRESS && ending == Ending.COMPLETED;
    }

    /** The model of a batch that was validated. */
    public ModelName validatedModel() {
        if (model == null) {
            throw new IllegalStateException(id() + " has no model before it is validated");
        }
        return model;
    }

    /**
     * Where a task really stands: stopping a batch moves its counts at once and leaves the entries of its tasks as they
     * are.
     */
    public TaskState stateOf(@Nullable TaskEntry task) {
        TaskState recorded = task == null ? TaskState.WAITING : task.state();
        boolean stopped =
                switch (recorded) {
                    case WAITING -> ending != Ending.COMPLETED;
                    case IN_FLIGHT -> status == BatchStatus.FINALIZING || status.isTerminal();
                    case COMPLETED, FAILED, CANCELLED -> false;
                };
        return stopped ? TaskState.CANCELLED : recorded;
    }

    /** @throws IllegalStateException if the move is not legal */
    BatchEntry movedTo(BatchStatus next, Instant now) {
        if (!StatusMoves.allows(status, next)) {
            throw new IllegalStateException(id() + " cannot move from " + status + " to " + next);
        }
        Map<BatchStatus, Instant> reached = new EnumMap<>(reachedAt);
        reached.put(next, now);
        return new BatchEntry(
                submission, next, ending, model, errors, counts, cursor, retries, reached, files, sequence, updatedAt);
    }

    BatchEntry withErrors(BatchErrors found) {
        return new BatchEntry(
                submission,
                status,
                ending,
                model,
                found,
                counts,
                cursor,
                retries,
                reachedAt,
                files,
                sequence,
                updatedAt);
    }

    BatchEntry withTasks(ModelName chosen, int total) {
        BatchCounts all = BatchCounts.ofUndispatched(total);
        return new BatchEntry(
                submission, status, ending, chosen, errors, all, 0, retries, reachedAt, files, sequence, updatedAt);
    }

    BatchEntry endingAs(Ending next) {
        return new BatchEntry(
                submission,
                status,
                next,
                model,
                errors,
                counts,
                cursor,
                retries,
                reachedAt,
                files,
                sequence,
                updatedAt);
    }

    BatchEntry withCounts(BatchCounts next) {
        return new BatchEntry(
                submission,
                status,
                ending,
                model,
                errors,
                next,
                cursor,
                retries,
                reachedAt,
                files,
                sequence,
                updatedAt);
    }

    BatchEntry cursorMoved() {
        return new BatchEntry(
                submission,
                status,
                ending,
                model,
                errors,
                counts,
                cursor + 1,
                retries,
                reachedAt,
                files,
                sequence,
                updatedAt);
    }

    BatchEntry retried() {
        return new BatchEntry(
                submission,
                status,
                ending,
                model,
                errors,
                counts,
                cursor,
                retries + 1,
                reachedAt,
                files,
                sequence,
                updatedAt);
    }

    BatchEntry withFiles(BatchCommand.Finalized written) {
        return new BatchEntry(
                submission,
                status,
                ending,
                model,
                errors,
                counts,
                cursor,
                retries,
                reachedAt,
                written,
                sequence,
                updatedAt);
    }

    /** The entry with the sequence number of its next status record. */
    public BatchEntry nextStatus(Instant now) {
        return new BatchEntry(
                submission,
                status,
                ending,
                model,
                errors,
                counts,
                cursor,
                retries,
                reachedAt,
                files,
                sequence + 1,
                now);
    }

    /** What everyone sees of it. */
    public Batch view() {
        return new Batch(
                id(),
                submission.endpoint(),
                model,
                errors,
                submission.inputFileId(),
                submission.completionWindow(),
                status,
                files == null ? null : files.outputFileId(),
                files == null ? null : files.errorFileId(),
                submission.createdAt(),
                reachedAt.get(BatchStatus.IN_PROGRESS),
                submission.expiresAt(),
                reachedAt.get(BatchStatus.FINALIZING),
                reachedAt.get(BatchStatus.COMPLETED),
                reachedAt.get(BatchStatus.FAILED),
                reachedAt.get(BatchStatus.EXPIRED),
                reachedAt.get(BatchStatus.CANCELLING),
                reachedAt.get(BatchStatus.CANCELLED),
                counts.requests(),
                submission.metadata(),
                new FarmProgress(
                        sequence,
                        counts.waiting(),
                        counts.inFlight(),
                        counts.cancelled(),
                        retries,
                        submission.seed(),
                        submission.maxAttempts(),
                        files == null ? null : files.manifestFileId(),
                        updatedAt));
    }
}
