package dev.renderfarm.gpuworker.claim;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the key and value of a record as a task. */
final class TaskRecords {

    /** Empty where not even the key names a task: then there is nobody to report to. */
    static Optional<ClaimedTask> read(
            @Nullable String key, byte @Nullable [] value, int deliveries, Instant claimedAt) {
        Optional<RenderTask> task;
        String problem = "the record has no value";
        try {
            task = value == null ? Optional.empty() : Optional.of(Json.read(value, RenderTask.class));
        } catch (MalformedJsonException e) {
            task = Optional.empty();
            problem = String.valueOf(e.getMessage());
        }
        if (task.isPresent()) {
            return Optional.of(new ClaimedTask.Renderable(task.get(), deliveries, claimedAt));
        }
        String detail = problem;
        return taskId(key).map(id -> new ClaimedTask.Unreadable(id, detail, claimedAt));
    }

    private static Optional<TaskId> taskId(@Nullable String key) {
        try {
            return key == null ? Optional.empty() : Optional.of(TaskId.parse(key));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private TaskRecords() {}
}
