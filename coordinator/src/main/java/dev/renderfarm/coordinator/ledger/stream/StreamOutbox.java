package dev.renderfarm.coordinator.ledger.stream;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.topic.CloudEvent;
import dev.renderfarm.common.topic.CloudEvent.Type;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.ledger.books.Outbox;
import dev.renderfarm.coordinator.topics.DeliveredPictures;
import dev.renderfarm.coordinator.topics.EventHeaders;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * {@link Outbox} into the sink of the topology: exactly once to readers that read committed records only. An event's id
 * follows from what it says, so a record that is sent again after a crash keeps it.
 */
final class StreamOutbox implements Outbox {

    private static final String SOURCE = "/renderfarm/coordinator/ledger";

    private final FarmTopics topics;
    private final ProcessorContext<String, Outgoing> context;

    StreamOutbox(FarmTopics topics, ProcessorContext<String, Outgoing> context) {
        this.topics = topics;
        this.context = context;
    }

    @Override
    public void dispatch(RenderTask task) {
        String id = task.taskId().toString();
        String topic = topics.tasks(task.model(), Lane.of(task.lane()));
        send(
                topic,
                Json.bytes(task),
                event(id + "/" + task.attempt(), Type.TASK_DISPATCHED, id).causedBy(task.traceparent()));
    }

    @Override
    public void status(Batch batch, List<Integer> delivered) {
        String id = batch.id().value();
        CloudEvent event = event(id + "/" + batch.renderfarm().sequence(), Type.BATCH_STATUS, id);
        Headers headers = EventHeaders.of(event);
        DeliveredPictures.add(headers, delivered);
        send(topics.batchStatus(), Json.bytes(batch), event, headers);
    }

    @Override
    public void forget(BatchId batch) {
        String id = batch.value();
        send(topics.batchStatus(), null, event(id + "/forgotten", Type.BATCH_STATUS, id));
    }

    @Override
    public void deadLetter(TaskResult result) {
        String batch = result.taskId().batchId().value();
        String eventId = result.taskId() + "/dead";
        send(topics.deadLetters(), Json.bytes(result), event(eventId, Type.TASK_DEAD_LETTER, batch));
    }

    private CloudEvent event(String eventId, Type type, String subject) {
        return new CloudEvent(eventId, type, SOURCE, subject, Instant.ofEpochMilli(context.currentSystemTimeMs()));
    }

    /** By its subject as the key. */
    private void send(String topic, byte @Nullable [] value, CloudEvent event) {
        send(topic, value, event, EventHeaders.of(event));
    }

    private void send(String topic, byte @Nullable [] value, CloudEvent event, Headers headers) {
        long time = event.time().toEpochMilli();
        context.forward(new Record<>(event.subject(), new Outgoing(topic, value), time, headers));
    }
}
