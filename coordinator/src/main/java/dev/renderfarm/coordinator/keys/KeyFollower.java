package dev.renderfarm.coordinator.keys;

import dev.renderfarm.common.access.KeyUse;
import dev.renderfarm.common.access.StoredKey;
import dev.renderfarm.common.id.KeyId;
import dev.renderfarm.common.topic.NewerSchemaException;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import dev.renderfarm.coordinator.topics.RecordVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the topic of keys from its beginning, and on, into the ring; begins anew where the broker breaks off. */
public final class KeyFollower implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyFollower.class);
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final TopicPartition partition;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final KeyRing ring;
    private final Runnable onComplete;
    private final java.util.function.Consumer<StoredKey> onKey;
    private volatile @Nullable String problem = "the keys have not been read yet";

    /**
     * @param consumers makes a consumer that is in no group
     * @param onComplete called on this thread each time that all keys are read
     * @param onKey called on this thread with each key, in the order of the topic
     */
    public KeyFollower(
            String topic,
            Supplier<Consumer<String, byte[]>> consumers,
            KeyRing ring,
            Runnable onComplete,
            java.util.function.Consumer<StoredKey> onKey) {
        this.partition = new TopicPartition(topic, 0);
        this.consumers = consumers;
        this.ring = ring;
        this.onComplete = onComplete;
        this.onKey = onKey;
    }

    /** Why keys are not followed now, for whoever runs the farm. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Returns when it is interrupted. */
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try (Consumer<String, byte[]> consumer = consumers.get()) {
                    follow(consumer);
                } catch (InterruptException e) {
                    throw e;
                } catch (KafkaException | BrokerUnavailableException e) {
                    tell(e.toString());
                    TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                } catch (
                        RuntimeException e) { // an error of the farm's own must not end it: revoked keys would count on
                    LOG.atError().setCause(e).log("keys are not followed, beginning anew");
                    problem = e.toString();
                    TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                }
            }
        } catch (InterruptException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(Consumer<String, byte[]> consumer) {
        consumer.assign(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        consumer.seekToBeginning(List.of(partition));
        boolean complete = false;
        while (!Thread.currentThread().isInterrupted()) {
            if (!complete && consumer.position(partition) >= end) {
                complete = true;
                problem = null;
                ring.complete();
                onComplete.run();
            }
            consumer.poll(ROUND).forEach(this::read);
        }
    }

    private void read(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null) {
            return;
        }
        try {
            boolean use = record.key().endsWith(KafkaKeyPublisher.USE);
            if (record.value() == null) {
                if (!use) {
                    ring.remove(new KeyId(record.key()));
                }
                return;
            }
            RecordVersion.check(record.headers());
            if (use) {
                ring.put(Json.read(record.value(), KeyUse.class));
            } else {
                StoredKey key = Json.read(record.value(), StoredKey.class);
                ring.put(key);
                onKey.accept(key);
            }
        } catch (NewerSchemaException | MalformedJsonException | IllegalArgumentException e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("problem", e.getClass().getSimpleName())
                    .log("record of a key ignored");
        }
    }

    private void tell(String found) {
        if (!found.equals(problem)) {
            LOG.atWarn().addKeyValue("problem", found).log("keys cannot be read now, trying again");
        }
        problem = found;
    }
}
