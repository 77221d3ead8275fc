package dev.renderfarm.common.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a worker reports of one attempt: the value of a record on {@code renderfarm.results}. Written before the task is
 * acknowledged, so at least once; the ledger ignores all but the first that settles a task.
 *
 * @param modelDigest of the package that rendered
 * @param startedAt when the worker claimed the task
 * @param usage of the device for this attempt; null where none was used, or an earlier release reports
 */
public record TaskResult(
        TaskId taskId,
        @JsonProperty(required = true) int attempt,
        WorkerId workerId,
        String modelDigest,
        Instant startedAt,
        Instant finishedAt,
        TaskOutcome outcome,
        @Nullable Usage usage) {

    public TaskResult {
        requireNonNull(taskId, "taskId is null");
        requireNonNull(workerId, "workerId is null");
        requireNonNull(modelDigest, "modelDigest is null");
        requireNonNull(startedAt, "startedAt is null");
        requireNonNull(finishedAt, "finishedAt is null");
        requireNonNull(outcome, "outcome is null");
    }
}
