package dev.renderfarm.gpuworker.claim;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the key and value of a record as a task. */
final class TaskRecords {

    /** As in {@code batch_1/7/3}: the task, then the attempt. */
    private static final Pattern EVENT_ID = Pattern.compile("(.+)/([1-9]\\d{0,8})");

    /**
     * Empty where not even the key names a task: then there is nobody to report to.
     *
     * @param eventId of the CloudEvent that the record is
     */
    static Optional<ClaimedTask> read(
            @Nullable String key,
            @Nullable String eventId,
            byte @Nullable [] value,
            int deliveries,
            Instant claimedAt) {
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
        return taskId(key).map(id -> new ClaimedTask.Unreadable(id, attempt(id, eventId), detail, claimedAt));
    }

    private static int attempt(TaskId task, @Nullable String eventId) {
        Matcher id = EVENT_ID.matcher(eventId == null ? "" : eventId);
        return id.matches() && id.group(1).equals(task.toString()) ? Integer.parseInt(id.group(2)) : 1;
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
