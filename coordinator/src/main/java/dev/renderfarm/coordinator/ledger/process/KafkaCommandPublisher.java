package dev.renderfarm.coordinator.ledger.process;

import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.topic.CloudEvent;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.CommandPublisher;
import dev.renderfarm.coordinator.topics.EventPublisher;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** {@link CommandPublisher} by an idempotent producer. */
public final class KafkaCommandPublisher implements CommandPublisher, AutoCloseable {

    private static final String SOURCE = "/renderfarm/coordinator";

    private final EventPublisher events;
    private final InstantSource clock;

    /** @param producers makes a producer that waits for all in-sync replicas */
    public KafkaCommandPublisher(String topic, Supplier<Producer<String, byte[]>> producers, InstantSource clock) {
        this.events = new EventPublisher(topic, "command", producers);
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
        events.publish(
                new CloudEvent(
                        UUID.randomUUID().toString(),
                        CloudEvent.Type.BATCH_COMMAND,
                        SOURCE,
                        command.batchId().value(),
                        clock.instant(),
                        cause),
                command);
    }

    @Override
    public void close() {
        events.close();
    }
}
