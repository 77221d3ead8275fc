package dev.renderfarm.coordinator.ledger.process;

import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.topic.CloudEvent;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import dev.renderfarm.coordinator.batch.CommandPublisher;
import dev.renderfarm.coordinator.ledger.stream.EventHeaders;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * {@link CommandPublisher} by an idempotent producer, which is made with the first command: the broker may come after
 * this process.
 */
public final class KafkaCommandPublisher implements CommandPublisher, AutoCloseable {

    private static final String SOURCE = "/renderfarm/coordinator";

    private final String topic;
    private final Supplier<Producer<String, byte[]>> producers;
    private final InstantSource clock;
    private @Nullable Producer<String, byte[]> producer;

    /** @param producers makes a producer that waits for all in-sync replicas */
    public KafkaCommandPublisher(String topic, Supplier<Producer<String, byte[]>> producers, InstantSource clock) {
        this.topic = topic;
        this.producers = producers;
        this.clock = clock;
    }

    @Override
    public void publish(BatchCommand command) throws InterruptedException {
        publish(command, command instanceof BatchCommand.Submit submit ? submit.traceparent() : null);
    }

    /**
     * As {@link #publish(BatchCommand)}.
     *
     * @param cause null where it is not traced
     */
    public void publish(BatchCommand command, @Nullable Traceparent cause) throws InterruptedException {
        String batch = command.batchId().value();
        var event = new CloudEvent(
                UUID.randomUUID().toString(), CloudEvent.Type.BATCH_COMMAND, SOURCE, batch, clock.instant(), cause);
        byte[] value = Json.bytes(command);
        var record = new ProducerRecord<>(topic, null, clock.millis(), batch, value, EventHeaders.of(event));
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
    private static RuntimeException notSent(Throwable reason) {
        if (reason instanceof RecordTooLargeException) {
            return new IllegalStateException("the command is too large for the broker: " + reason.getMessage(), reason);
        }
        return new BrokerUnavailableException("the broker did not take the command: " + reason.getMessage(), reason);
    }
}
