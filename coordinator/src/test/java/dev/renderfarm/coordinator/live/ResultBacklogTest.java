package dev.renderfarm.coordinator.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What was written of the day before the process began is read, and is no news. */
class ResultBacklogTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-01-02T00:00:00Z");
    private static final TopicPartition FIRST = new TopicPartition("results", 0);
    private static final TopicPartition SECOND = new TopicPartition("results", 1);

    private final ManualTime time = new ManualTime(NOON);
    private final FarmDay day = new FarmDay(time, batch -> Optional.empty());
    private final FarmCurve curve = new FarmCurve(time);
    private final ResultBacklog backlog = new ResultBacklog(day, curve);
    private final ResultConsumer results =
            new ResultConsumer(new TaskChanges(), curve, new LatestFailures(9), day, backlog);
    private final Topic consumer = new Topic();

    @Test
    void shouldReadFromMidnightOnAndTellOnlyWhatIsNewAsNews() {
        // Given
        consumer.assign(List.of(FIRST, SECOND));
        backlog.onPartitionsAssigned(consumer, List.of(FIRST, SECOND));
        assertThat(consumer.position(FIRST)).isEqualTo(7);
        assertThat(consumer.position(SECOND)).isEqualTo(4);
        // When
        hear(7);
        assertThat(day.view()).isEmpty();
        hear(8);
        // Then
        assertThat(day.view().orElseThrow().rendered()).isEqualTo(2);
        assertThat(curve.view().rendered()).endsWith(2);
        // When
        hear(9);
        // Then
        assertThat(day.view().orElseThrow().rendered()).isEqualTo(3);
        assertThat(curve.view().rendered()).endsWith(3);
    }

    @Test
    void shouldGoOnWhereItWasWhenAPartitionComesBack() {
        // Given
        consumer.assign(List.of(FIRST, SECOND));
        backlog.onPartitionsAssigned(consumer, List.of(FIRST, SECOND));
        hear(7);
        // When
        backlog.onPartitionsAssigned(consumer, List.of(FIRST, SECOND));
        // Then
        assertThat(consumer.position(FIRST)).isEqualTo(8);
    }

    @Test
    void shouldTellNothingOfTheDayWhereTheBrokerDoesNotSayWhereItBegins() {
        // Given
        consumer.isAway = true;
        consumer.assign(List.of(FIRST));
        // When
        backlog.onPartitionsAssigned(consumer, List.of(FIRST));
        hear(9);
        // Then
        assertThat(day.view()).isEmpty();
        assertThat(curve.view().rendered()).contains(1);
    }

    private void hear(long offset) {
        byte[] json = Json.bytes(SampleFailures.result(
                new TaskId(new BatchId("batch_1"), (int) offset),
                new TaskOutcome.Rendered(new StoredImage("a", "b", "c", 1))));
        results.on(new ConsumerRecord<>(
                FIRST.topic(),
                FIRST.partition(),
                offset,
                NOON.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                json.length,
                "batch_1",
                json,
                new RecordHeaders(),
                Optional.empty()));
    }

    /** Nine records in the first partition, the last two of today; four in the second, none of today. */
    private static final class Topic extends MockConsumer<String, byte[]> {

        private boolean isAway;

        Topic() {
            super("latest");
            updateEndOffsets(Map.of(FIRST, 9L, SECOND, 4L));
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                Map<TopicPartition, Long> times, Duration timeout) {
            if (isAway) {
                throw new KafkaException("away");
            }
            Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
            times.forEach((partition, begin) -> {
                assertThat(begin).isEqualTo(MIDNIGHT.toEpochMilli());
                found.put(partition, partition.equals(FIRST) ? new OffsetAndTimestamp(7, begin) : null);
            });
            return found;
        }
    }
}
