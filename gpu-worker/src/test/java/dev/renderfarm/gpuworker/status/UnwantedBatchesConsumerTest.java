package dev.renderfarm.gpuworker.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.topic.SchemaVersion;
import dev.renderfarm.common.wire.Json;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class UnwantedBatchesConsumerTest {

    private static final BatchId BATCH = new BatchId("batch_1");

    private final UnwantedBatches unwanted = new UnwantedBatches(2);
    private final UnwantedBatchesConsumer consumer = new UnwantedBatchesConsumer(unwanted);

    @Test
    void shouldHearOfABatchThatIsCancelled() {
        consumer.hear(cancelling());
        assertThat(unwanted.reason(BATCH)).contains(FailureCode.BATCH_CANCELLED);
    }

    @Test
    void shouldIgnoreTheStatusOfALaterRelease() {
        // Given
        ConsumerRecord<String, byte[]> newer = cancelling();
        newer.headers().add(SchemaVersion.HEADER, "2".getBytes(StandardCharsets.UTF_8));
        // When
        consumer.hear(newer);
        // Then
        assertThat(unwanted.reason(BATCH)).isEmpty();
    }

    private static ConsumerRecord<String, byte[]> cancelling() {
        return new ConsumerRecord<>(
                "renderfarm.batch-status", 0, 0, BATCH.value(), Json.bytes(SampleBatches.cancelling(BATCH)));
    }
}
