package dev.renderfarm.common.api;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.TaskState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that failed: an entry of {@code GET /v1/failures}.
 *
 * @param id of the failure, the same on every replica
 * @param sku of the task's line; null where that is lost
 * @param detail for people, without inside addresses
 * @param became where the task stands now; null where another replica keeps it
 */
public record FailureView(
        String id,
        Instant at,
        BatchId batch,
        TaskId task,
        @Nullable String sku,
        int attempt,
        WorkerId worker,
        FailureCode code,
        String detail,
        @Nullable TaskState became) {}
