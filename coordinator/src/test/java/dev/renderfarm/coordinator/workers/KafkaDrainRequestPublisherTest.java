package dev.renderfarm.coordinator.workers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.worker.DrainRequest;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaDrainRequestPublisherTest {

    @Test
    void shouldSendARequestByItsWorkerSoThatItCanBeReadBack() throws InterruptedException {
        // Given
        MockProducer<String, byte[]> producer =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        DrainRequest request =
                new DrainRequest(new WorkerId("w1"), SampleWorkers.STARTED, SampleWorkers.STARTED.plusSeconds(5), null);
        // When
        try (var publisher = new KafkaDrainRequestPublisher("farm.drain-requests", () -> producer)) {
            publisher.publish(request);
        }
        // Then
        ProducerRecord<String, byte[]> sent = producer.history().get(0);
        assertThat(sent.topic()).isEqualTo("farm.drain-requests");
        assertThat(sent.key()).isEqualTo("w1");
        assertThat(Json.read(sent.value(), DrainRequest.class)).isEqualTo(request);
        assertThat(new String(sent.headers().lastHeader("ce_type").value(), UTF_8))
                .isEqualTo("dev.renderfarm.worker.drain");
    }
}
