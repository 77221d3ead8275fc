package dev.renderfarm.coordinator.keys;

import dev.renderfarm.common.access.KeyUse;
import dev.renderfarm.common.access.StoredKey;
import dev.renderfarm.common.id.KeyId;
import dev.renderfarm.common.topic.CloudEvent;
import dev.renderfarm.coordinator.topics.EventPublisher;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/** {@link KeyPublisher} by {@code renderfarm.keys}, which is compacted. */
public final class KafkaKeyPublisher implements KeyPublisher, AutoCloseable {

    /** After the id of a key, in the record key of its last use. */
    static final String USE = "/use";

    private static final String SOURCE = "/renderfarm/coordinator";

    private final EventPublisher events;
    private final InstantSource clock;

    /** @param producers makes a producer that waits for all in-sync replicas */
    public KafkaKeyPublisher(String topic, Supplier<Producer<String, byte[]>> producers, InstantSource clock) {
        this.events = new EventPublisher(topic, "API key", producers);
        this.clock = clock;
    }

    @Override
    public void publish(StoredKey key) throws InterruptedException {
        publish(CloudEvent.Type.ACCESS_KEY, key.id().value(), clock.instant(), key);
    }

    @Override
    public void publish(KeyUse use) throws InterruptedException {
        publish(CloudEvent.Type.ACCESS_KEY_USE, use.id() + USE, use.usedAt(), use);
    }

    @Override
    public void forget(KeyId key) throws InterruptedException {
        events.remove(key + USE);
        events.remove(key.value());
    }

    private void publish(CloudEvent.Type type, String subject, Instant time, Object value) throws InterruptedException {
        events.publish(new CloudEvent(UUID.randomUUID().toString(), type, SOURCE, subject, time), value);
    }

    @Override
    public void close() {
        events.close();
    }
}
