package dev.renderfarm.common.api;

import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.Review;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.common.task.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task as the ledger knows it: an entry of {@code GET /v1/batches/{id}/tasks}.
 *
 * @param attempts those that have ended, oldest first
 * @param image of a completed task
 * @param usage of devices by all its attempts; null where no worker has told of any
 * @param review what was last said of its picture; null where nobody has said anything
 * @param waitingFor why it is not drawn; null where it is settled, and where nothing keeps it but its turn
 */
public record TaskView(
        TaskId id,
        TaskState state,
        List<Attempt> attempts,
        @Nullable StoredImage image,
        @Nullable Usage usage,
        @Nullable Review review,
        @Nullable WaitingFor waitingFor) {

    /** Of a picture of which nobody has said anything, and that nothing keeps but its turn. */
    public TaskView(
            TaskId id, TaskState state, List<Attempt> attempts, @Nullable StoredImage image, @Nullable Usage usage) {
        this(id, state, attempts, image, usage, null, null);
    }

    public TaskView {
        attempts = List.copyOf(attempts);
    }

    /** What somebody thinks of its picture. */
    public Verdict verdict() {
        return review == null ? Verdict.UNDECIDED : review.verdict();
    }

    /** The reason of a task that is not completed: its last attempt's code. */
    public @Nullable Attempt lastAttempt() {
        return attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
    }

    /**
     * One attempt that has ended.
     *
     * @param workerId null where no worker answered
     * @param code null for success
     */
    public record Attempt(
            int number,
            @Nullable WorkerId workerId,
            @Nullable FailureCode code,
            @Nullable String detail,
            Instant endedAt) {}
}
