package dev.renderfarm.coordinator.topics;

import dev.renderfarm.common.topic.CloudEvent;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Writes events to one topic, keyed by their subject. The producer is made with the first of them: the broker may come
 * after this process. Safe for several threads.
 */
public final class EventPublisher implements AutoCloseable {

    private final String topic;
    private final String what;
    private final Supplier<Producer<String, byte[]>> producers;
    private @Nullable Producer<String, byte[]> producer;

    /**
     * @param what the events are, for people: {@code command}
     * @param producers makes a producer that waits for all in-sync replicas
     */
    public EventPublisher(String topic, String what, Supplier<Producer<String, byte[]>> producers) {
        this.topic = topic;
        this.what = what;
        this.producers = producers;
    }

    /**
     * Returns when the broker has the event on all in-sync replicas.
     *
     * @throws BrokerUnavailableException if the broker does not take it in time; it may still arrive
     * @throws IllegalStateException if it is too large for the broker
     */
    public void publish(CloudEvent event, Object value) throws InterruptedException {
        send(new ProducerRecord<>(
                topic, null, event.time().toEpochMilli(), event.subject(), Json.bytes(value), EventHeaders.of(event)));
    }

    /**
     * As {@link #publish(CloudEvent, Object)}, into a partition of the writer's choice.
     *
     * @param number of the partition, modulo how many there are
     * @throws BrokerUnavailableException if the broker does not take it in time; it may still arrive
     */
    public void publish(CloudEvent event, int number, Object value) throws InterruptedException {
        try {
            int partition = number % producer().partitionsFor(topic).size();
            send(new ProducerRecord<>(
                    topic,
                    partition,
                    event.time().toEpochMilli(),
                    event.subject(),
                    Json.bytes(value),
                    EventHeaders.of(event)));
        } catch (KafkaException e) {
            throw notSent(e);
        }
    }

    /**
     * Writes that there is nothing of the key any more, for a topic that is compacted; as {@link #publish}.
     *
     * @throws BrokerUnavailableException if the broker does not take it in time; it may still arrive
     */
    public void remove(String key) throws InterruptedException {
        send(new ProducerRecord<>(topic, key, null));
    }

    private void send(ProducerRecord<String, byte[]> record) throws InterruptedException {
        try {
            producer().send(record).get();
        } catch (ExecutionException e) {
            throw notSent(e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            throw notSent(e);
        }
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close();
        }
    }

    private synchronized Producer<String, byte[]> producer() {
        if (producer == null) {
            producer = producers.get();
        }
        return producer;
    }

    /** Sending a record that is too large again can never help, anything else may. */
    private RuntimeException notSent(Throwable reason) {
        if (reason instanceof RecordTooLargeException) {
            return new IllegalStateException(
                    "the " + what + " is too large for the broker: " + reason.getMessage(), reason);
        }
        return new BrokerUnavailableException(
                "the broker did not take the " + what + ": " + reason.getMessage(), reason);
    }
}
