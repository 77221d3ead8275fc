package dev.renderfarm.coordinator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.topic.SchemaVersion;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.TestBatches;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchStatusConsumerTest {

    private static final BatchId BATCH = new BatchId("batch_1");
    private static final Batch STATUS = TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 3);

    private final StatusFeed feed = new StatusFeed();
    private final List<Batch> ended = new ArrayList<>();
    private final List<Instant> times = new ArrayList<>();
    private final BatchStatusConsumer consumer =
            new BatchStatusConsumer(feed, this.ended::add, (batch, written) -> times.add(written));
    private final List<Batch> heard = new ArrayList<>();

    @BeforeEach
    void watch() {
        feed.watch(BATCH, heard::add);
    }

    @Test
    void shouldPassOnWhatItReads() {
        consumer.on(record());
        assertThat(heard).containsExactly(STATUS);
        assertThat(ended).isEmpty();
        assertThat(times).containsExactly(Instant.ofEpochMilli(record().timestamp()));
    }

    @Test
    void shouldTellOfABatchThatEnds() {
        // Given
        Batch completed = TestBatches.batch(BATCH, BatchStatus.COMPLETED, 4);
        // When
        consumer.on(new ConsumerRecord<>("renderfarm.batch-status", 0, 1, BATCH.value(), Json.bytes(completed)));
        // Then
        assertThat(ended).containsExactly(completed);
    }

    @Test
    void shouldNotTellAnewOfTheEndOfABatchThatIsKnownAgain() {
        // Given
        Batch again = TestBatches.batch(BATCH, BatchStatus.COMPLETED, 4).rebuilt(TestBatches.CREATED);
        // When
        consumer.on(new ConsumerRecord<>("renderfarm.batch-status", 0, 1, BATCH.value(), Json.bytes(again)));
        // Then
        assertThat(heard).containsExactly(again);
        assertThat(ended).isEmpty();
    }

    @Test
    void shouldTellOfAnEndOnceThoughMoreIsSaidOfTheBatchAfterwards() {
        // When: it is judged within the second, and later, when this process has been started anew
        for (long sequence : new long[] {4, 5}) {
            Batch completed = TestBatches.batch(BATCH, BatchStatus.COMPLETED, sequence);
            consumer.on(new ConsumerRecord<>("renderfarm.batch-status", 0, 1, BATCH.value(), Json.bytes(completed)));
        }
        BatchId earlier = new BatchId("batch_2");
        Batch judged = TestBatches.completed(earlier, TestBatches.CREATED.minusSeconds(60));
        consumer.on(new ConsumerRecord<>("renderfarm.batch-status", 0, 1, earlier.value(), Json.bytes(judged)));
        // Then
        assertThat(ended).extracting(Batch::id).containsExactly(BATCH);
    }

    @Test
    void shouldIgnoreTheStatusOfALaterRelease() {
        // Given
        ConsumerRecord<String, byte[]> newer = record();
        newer.headers().add(SchemaVersion.HEADER, "2".getBytes(StandardCharsets.UTF_8));
        // When
        consumer.on(newer);
        // Then
        assertThat(heard).isEmpty();
    }

    private static ConsumerRecord<String, byte[]> record() {
        return new ConsumerRecord<>("renderfarm.batch-status", 0, 0, BATCH.value(), Json.bytes(STATUS));
    }
}
