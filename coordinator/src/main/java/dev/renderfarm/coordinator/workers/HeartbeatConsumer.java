package dev.renderfarm.coordinator.workers;

import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.topic.NewerSchemaException;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.coordinator.topics.RecordVersion;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the whole compacted topic of heartbeats, and on; every replica reads all of it and commits nothing. */
@ApplicationScoped
class HeartbeatConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatConsumer.class);

    private final WorkerRegistry registry;
    private final HeartbeatBacklog backlog;

    HeartbeatConsumer(WorkerRegistry registry, @Identifier(HeartbeatBacklog.NAME) HeartbeatBacklog backlog) {
        this.registry = registry;
        this.backlog = backlog;
    }

    @Incoming("workers")
    void on(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.value() == null) {
                registry.remove(new WorkerId(record.key()));
                return;
            }
            RecordVersion.check(record.headers());
            WorkerHeartbeat heartbeat = Json.read(record.value(), WorkerHeartbeat.class);
            if (backlog.holds(record)) {
                registry.recall(heartbeat, Instant.ofEpochMilli(record.timestamp()));
            } else {
                registry.record(heartbeat);
            }
        } catch (NewerSchemaException | MalformedJsonException | IllegalArgumentException e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("problem", e.getMessage())
                    .log("heartbeat ignored");
        }
    }
}
