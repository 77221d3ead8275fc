package dev.renderfarm.coordinator.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.topic.SchemaVersion;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeartbeatConsumerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ModelName TINY = new ModelName("tiny");
    private static final TopicPartition TOPIC = new TopicPartition("renderfarm.workers", 0);

    private final WorkerRegistry registry = new WorkerRegistry(InstantSource.fixed(NOW), Duration.ofSeconds(10));
    private final HeartbeatBacklog backlog = new HeartbeatBacklog();
    private final HeartbeatConsumer consumer = new HeartbeatConsumer(registry, backlog);
    private final MockConsumer<String, byte[]> client = new MockConsumer<>("earliest");

    @BeforeEach
    void beginToReadATopicOfThree() {
        client.updateEndOffsets(Map.of(TOPIC, 3L));
        backlog.onPartitionsAssigned(client, List.of(TOPIC));
    }

    @Test
    void shouldBelieveWhatArrivesWhateverItsTimeIs() {
        consumer.on(record(3, NOW.minus(Duration.ofMinutes(20)), heartbeat()));
        assertThat(registry.workforce(TINY).slots()).isEqualTo(2);
    }

    @Test
    void shouldJudgeWhatWasThereBeforeByTheTimeItWasWritten() {
        consumer.on(record(2, NOW.minusSeconds(11), heartbeat()));
        assertThat(registry.workforce(TINY).slots()).isZero();
        consumer.on(record(2, NOW.minusSeconds(9), heartbeat()));
        assertThat(registry.workforce(TINY).slots()).isEqualTo(2);
    }

    @Test
    void shouldJudgeByTheTimeOfWritingWhenTheEndOfTheTopicIsNotKnown() {
        // Given
        client.setOffsetsException(new TimeoutException("made unavailable by the test"));
        backlog.onPartitionsAssigned(client, List.of(TOPIC));
        // When
        consumer.on(record(3, NOW.minusSeconds(11), heartbeat()));
        // Then
        assertThat(registry.workforce(TINY).slots()).isZero();
    }

    @Test
    void shouldForgetAWorkerAndGoOnAfterWhatIsNoHeartbeat() {
        consumer.on(record(3, NOW, heartbeat()));
        consumer.on(record(4, NOW, "{".getBytes(StandardCharsets.UTF_8)));
        assertThat(registry.views()).hasSize(1);
        consumer.on(record(5, NOW, null));
        assertThat(registry.views()).isEmpty();
    }

    @Test
    void shouldIgnoreTheHeartbeatOfALaterRelease() {
        // Given
        ConsumerRecord<String, byte[]> newer = record(3, NOW, heartbeat());
        newer.headers().add(SchemaVersion.HEADER, "2".getBytes(StandardCharsets.UTF_8));
        // When
        consumer.on(newer);
        // Then
        assertThat(registry.views()).isEmpty();
    }

    /** Its worker's clock stands still in 1970. */
    private static byte[] heartbeat() {
        return Json.bytes(new WorkerHeartbeat(
                new WorkerId("w1"),
                WorkerState.READY,
                TINY,
                "sha256:00",
                "CPU:0",
                2,
                List.of(),
                1.5,
                null,
                7,
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                null));
    }

    private static ConsumerRecord<String, byte[]> record(long offset, Instant written, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                TOPIC.topic(),
                0,
                offset,
                written.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                -1,
                -1,
                "w1",
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
