package dev.renderfarm.coordinator.workers;

import dev.renderfarm.common.topic.CloudEvent;
import dev.renderfarm.common.worker.DrainRequest;
import dev.renderfarm.coordinator.topics.EventPublisher;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/** {@link DrainRequestPublisher} by {@code renderfarm.drain-requests}, key: the worker id. */
public final class KafkaDrainRequestPublisher implements DrainRequestPublisher, AutoCloseable {

    private static final String SOURCE = "/renderfarm/coordinator";

    private final EventPublisher events;

    /** @param producers makes a producer that waits for all in-sync replicas */
    public KafkaDrainRequestPublisher(String topic, Supplier<Producer<String, byte[]>> producers) {
        this.events = new EventPublisher(topic, "request to drain", producers);
    }

    @Override
    public void publish(DrainRequest request) throws InterruptedException {
        events.publish(
                new CloudEvent(
                        UUID.randomUUID().toString(),
                        CloudEvent.Type.WORKER_DRAIN,
                        SOURCE,
                        request.workerId().value(),
                        request.requestedAt()),
                request);
    }

    @Override
    public void close() {
        events.close();
    }
}
