package dev.renderfarm.endtoend.fleet;

import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.topic.CloudEvent;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.endtoend.tally.Tally;
import dev.renderfarm.gpuworker.report.ResultReporter;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Results and heartbeats of all workers of a fleet, by one producer each: real workers have their own. */
final class WorkerRecords implements ResultReporter, AutoCloseable {

    private final FarmTopics topics;
    private final Tally tally;
    private final Producer<String, byte[]> results;
    private final Producer<String, byte[]> heartbeats;

    /** @param connection how to reach the broker */
    WorkerRecords(FarmTopics topics, Map<String, Object> connection, Tally tally) {
        this.topics = topics;
        this.tally = tally;
        this.results = producer(connection, "results", 5);
        this.heartbeats = producer(connection, "heartbeats", 0);
    }

    private static Producer<String, byte[]> producer(Map<String, Object> connection, String name, int lingerMillis) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "fleet-" + name);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, lingerMillis);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public Report send(TaskResult result, @Nullable Traceparent cause) {
        ProducerRecord<String, byte[]> message = record(
                topics.results(),
                result.taskId().batchId().value(),
                event(result).causedBy(cause),
                result);
        CompletableFuture<Void> written = write(results, message);
        return () -> {
            awaitWritten(message, written);
            tally.reported(result.taskId(), result.outcome().hasPicture());
        };
    }

    /** One that is late is not worth sending again. */
    void publish(WorkerHeartbeat heartbeat) {
        String worker = heartbeat.workerId().value();
        var unused = write(heartbeats, record(topics.workers(), worker, event(heartbeat), heartbeat));
    }

    @Override
    public void close() {
        results.close();
        heartbeats.close();
    }

    private void awaitWritten(ProducerRecord<String, byte[]> message, CompletableFuture<Void> first)
            throws InterruptedException {
        CompletableFuture<Void> written = first;
        while (true) {
            try {
                written.get();
                return;
            } catch (ExecutionException e) { // the producer has tried for two minutes
                written = write(results, message);
            }
        }
    }

    private static CompletableFuture<Void> write(
            Producer<String, byte[]> producer, ProducerRecord<String, byte[]> message) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        var unused = producer.send(message, (place, problem) -> {
            if (problem == null) {
                written.complete(null);
            } else {
                written.completeExceptionally(problem);
            }
        });
        return written;
    }

    private static ProducerRecord<String, byte[]> record(String topic, String key, CloudEvent event, Object value) {
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(topic, key, Json.bytes(value));
        event.headers().forEach(message.headers()::add);
        return message;
    }

    private static CloudEvent event(TaskResult result) {
        WorkerId worker = result.workerId();
        Instant at = result.finishedAt();
        return new CloudEvent(
                result.taskId() + "/" + result.attempt() + "/" + worker + "/" + at.toEpochMilli(),
                CloudEvent.Type.TASK_RESULT,
                "/renderfarm/worker/" + worker,
                result.taskId().toString(),
                at);
    }

    private static CloudEvent event(WorkerHeartbeat heartbeat) {
        String worker = heartbeat.workerId().value();
        return new CloudEvent(
                worker + "/" + heartbeat.sentAt().toEpochMilli(),
                CloudEvent.Type.WORKER_HEARTBEAT,
                "/renderfarm/worker/" + worker,
                worker,
                heartbeat.sentAt());
    }
}
