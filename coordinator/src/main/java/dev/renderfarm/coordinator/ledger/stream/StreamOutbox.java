package dev.renderfarm.coordinator.ledger.stream;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.topic.CloudEvent;
import dev.renderfarm.common.topic.CloudEvent.Type;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.ledger.books.Outbox;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

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
        send(topics.tasks(task.model()), id, Json.bytes(task), id + "/" + task.attempt(), Type.TASK_DISPATCHED);
    }

    @Override
    public void status(Batch batch) {
        String id = batch.id().value();
        String eventId = id + "/" + batch.renderfarm().sequence();
        send(topics.batchStatus(), id, Json.bytes(batch), eventId, Type.BATCH_STATUS);
    }

    @Override
    public void deadLetter(TaskResult result) {
        String batch = result.taskId().batchId().value();
        String eventId = result.taskId() + "/dead";
        send(topics.deadLetters(), batch, Json.bytes(result), eventId, Type.TASK_DEAD_LETTER);
    }

    private void send(String topic, String key, byte[] value, String eventId, Type type) {
        long now = context.currentSystemTimeMs();
        var event = new CloudEvent(eventId, type, SOURCE, key, Instant.ofEpochMilli(now));
        context.forward(new Record<>(key, new Outgoing(topic, value), now, EventHeaders.of(event)));
    }
}
