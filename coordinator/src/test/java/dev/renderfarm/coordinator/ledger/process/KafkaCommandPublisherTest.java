package dev.renderfarm.coordinator.ledger.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import dev.renderfarm.coordinator.ledger.books.Samples;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaCommandPublisherTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Samples.START);
    private static final BatchCommand COMMAND = Samples.submit(Samples.BATCH, 3);

    @Test
    void shouldSendACommandByItsBatchSoThatItCanBeReadBack() throws InterruptedException {
        // Given
        MockProducer<String, byte[]> producer =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        // When
        try (var publisher = new KafkaCommandPublisher("farm.commands", () -> producer, CLOCK)) {
            publisher.publish(COMMAND);
        }
        // Then
        ProducerRecord<String, byte[]> sent = producer.history().get(0);
        assertThat(sent.topic()).isEqualTo("farm.commands");
        assertThat(sent.key()).isEqualTo(Samples.BATCH.value());
        assertThat(Json.read(sent.value(), BatchCommand.class)).isEqualTo(COMMAND);
        assertThat(new String(sent.headers().lastHeader("ce_type").value(), UTF_8))
                .isEqualTo("dev.renderfarm.batch.command");
    }

    @Test
    void shouldSayInAHeaderWhatTheBatchIsTracedBy() throws InterruptedException {
        // Given
        MockProducer<String, byte[]> producer =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        var traceparent = new Traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        // When
        try (var publisher = new KafkaCommandPublisher("farm.commands", () -> producer, CLOCK)) {
            publisher.publish(Samples.submit(Samples.BATCH, 3, traceparent));
            publisher.publish(COMMAND);
        }
        // Then
        assertThat(producer.history().get(0).headers().lastHeader("traceparent").value())
                .asString(UTF_8)
                .isEqualTo(traceparent.value());
        assertThat(producer.history().get(1).headers().lastHeader("traceparent"))
                .isNull();
    }

    @Test
    void shouldSayThatTheBrokerIsAwayWhenItDoesNotTakeTheCommand() {
        // Given
        MockProducer<String, byte[]> producer =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        producer.sendException = new TimeoutException("no metadata");
        // When
        try (var publisher = new KafkaCommandPublisher("farm.commands", () -> producer, CLOCK)) {
            // Then
            assertThatThrownBy(() -> publisher.publish(COMMAND))
                    .isInstanceOf(BrokerUnavailableException.class)
                    .hasMessageContaining("no metadata");
        }
    }

    @Test
    void shouldSayThatTheBrokerIsAwayWhenItsAddressIsNotKnownYet() {
        try (var publisher = new KafkaCommandPublisher("farm.commands", KafkaCommandPublisherTest::unresolved, CLOCK)) {
            assertThatThrownBy(() -> publisher.publish(COMMAND)).isInstanceOf(BrokerUnavailableException.class);
        }
    }

    @Test
    void shouldNotSayThatTheBrokerIsAwayWhenTheCommandIsTooLarge() {
        // Given
        MockProducer<String, byte[]> producer =
                new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
                        return CompletableFuture.failedFuture(new RecordTooLargeException("2000000 bytes"));
                    }
                };
        // When
        try (var publisher = new KafkaCommandPublisher("farm.commands", () -> producer, CLOCK)) {
            // Then
            assertThatThrownBy(() -> publisher.publish(COMMAND))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("too large");
        }
    }

    private static Producer<String, byte[]> unresolved() {
        throw new KafkaException("no resolvable bootstrap urls");
    }
}
