package dev.renderfarm.gpuworker.claim;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.topic.CloudEvent;
import dev.renderfarm.common.topic.NewerSchemaException;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.gpuworker.message.MessageHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads the key and value of a record as a task. */
final class TaskRecords {

    /** As in {@code batch_1/7/3}: the task, then the attempt. */
    private static final Pattern EVENT_ID = Pattern.compile("(.+)/([1-9]\\d{0,8})");

    /** Empty where not even the key names a task: then there is nobody to report to. */
    static Optional<ClaimedTask> read(ConsumerRecord<String, byte @Nullable []> message, Instant claimedAt) {
        byte[] value = message.value();
        Optional<RenderTask> task;
        String problem = "the record has no value";
        try {
            MessageHeaders.checkVersion(message);
            task = value == null ? Optional.empty() : Optional.of(Json.read(value, RenderTask.class));
        } catch (NewerSchemaException | MalformedJsonException e) {
            task = Optional.empty();
            problem = message.topic() + " partition " + message.partition() + " offset " + message.offset() + ": "
                    + e.getMessage();
        }
        if (task.isPresent()) {
            int deliveries = message.deliveryCount().orElse((short) 1);
            return Optional.of(new ClaimedTask.Renderable(
                    task.get(), deliveries, Instant.ofEpochMilli(message.timestamp()), claimedAt));
        }
        String detail = problem;
        return taskId(message.key()).map(id -> new ClaimedTask.Unreadable(id, attempt(id, message), detail, claimedAt));
    }

    private static int attempt(TaskId task, ConsumerRecord<?, ?> message) {
        Matcher id = EVENT_ID.matcher(MessageHeaders.value(message, CloudEvent.ID_HEADER)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse(""));
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
