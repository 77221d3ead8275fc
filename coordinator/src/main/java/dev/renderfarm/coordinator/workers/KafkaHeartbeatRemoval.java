package dev.renderfarm.coordinator.workers;

import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.coordinator.topics.EventPublisher;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/** {@link HeartbeatRemoval} by a record without a value on {@code renderfarm.workers}, key: the worker id. */
public final class KafkaHeartbeatRemoval implements HeartbeatRemoval, AutoCloseable {

    private final EventPublisher heartbeats;

    /** @param producers makes a producer that waits for all in-sync replicas */
    public KafkaHeartbeatRemoval(String topic, Supplier<Producer<String, byte[]>> producers) {
        this.heartbeats = new EventPublisher(topic, "removal of a worker", producers);
    }

    @Override
    public void remove(WorkerId worker) throws InterruptedException {
        heartbeats.remove(worker.value());
    }

    @Override
    public void close() {
        heartbeats.close();
    }
}
