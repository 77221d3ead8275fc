package dev.renderfarm.gpuworker.claim;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.AcknowledgementCommitCallback;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A share consumer as Kafka 4.2.1 behaves with explicit acknowledgement: a renewed record may be acknowledged again
 * only after a poll has returned it, a poll needs every record acknowledged, and a refused acknowledgement is a value,
 * not an exception.
 */
final class FakeShareConsumer implements ShareConsumer<String, byte[]> {

    static final String TOPIC = "renderfarm.tasks.tiny";

    private final Deque<List<ConsumerRecord<String, byte[]>>> polls = new ArrayDeque<>();
    private final Map<Long, ConsumerRecord<String, byte[]>> inFlight = new LinkedHashMap<>();
    private final Map<Long, AcknowledgeType> pending = new LinkedHashMap<>();
    private final Map<Long, ConsumerRecord<String, byte[]>> renewed = new LinkedHashMap<>();
    private final List<Runnable> untold = new ArrayList<>();
    private @Nullable AcknowledgementCommitCallback callback;
    final Map<Long, AcknowledgeType> acknowledged = new LinkedHashMap<>();
    final List<Duration> looks = new ArrayList<>();
    int renewals;
    /** The lock ran out just before the renewal: the same offset comes back as a new delivery. */
    boolean redeliversRenewed;

    boolean closed;

    @Nullable
    KafkaException refusal;

    @Nullable
    RuntimeException pollFailure;

    static ConsumerRecord<String, byte[]> message(long offset, String key, byte @Nullable [] value, int deliveries) {
        return new ConsumerRecord<>(
                TOPIC,
                0,
                offset,
                0L,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                new RecordHeaders(),
                Optional.empty(),
                Optional.of((short) deliveries));
    }

    /** The next poll brings these. */
    @SafeVarargs
    final FakeShareConsumer delivers(ConsumerRecord<String, byte[]>... messages) {
        polls.add(List.of(messages));
        return this;
    }

    @Override
    public ConsumerRecords<String, byte[]> poll(Duration timeout) {
        looks.add(timeout);
        untold.forEach(Runnable::run);
        untold.clear();
        if (pollFailure != null) {
            throw pollFailure;
        }
        if (!inFlight.isEmpty()) {
            throw new IllegalStateException("All records must be acknowledged in explicit acknowledgement mode.");
        }
        List<ConsumerRecord<String, byte[]>> messages = new ArrayList<>(renewed.values());
        renewed.clear();
        if (redeliversRenewed) {
            messages.replaceAll(old -> message(
                    old.offset(), old.key(), old.value(), old.deliveryCount().orElseThrow() + 1));
        }
        if (messages.isEmpty() && !polls.isEmpty()) {
            messages.addAll(polls.remove());
        }
        messages.forEach(message -> inFlight.put(message.offset(), message));
        return messages.isEmpty()
                ? ConsumerRecords.empty()
                : new ConsumerRecords<>(Map.of(new TopicPartition(TOPIC, 0), messages), Map.of());
    }

    @Override
    public void acknowledge(ConsumerRecord<String, byte[]> message, AcknowledgeType type) {
        ConsumerRecord<String, byte[]> held = inFlight.remove(message.offset());
        if (held == null) {
            throw new IllegalStateException("The record cannot be acknowledged.");
        }
        pending.put(message.offset(), type);
        if (type == AcknowledgeType.RENEW) {
            renewed.put(message.offset(), held);
        }
    }

    @Override
    public Map<TopicIdPartition, Optional<KafkaException>> commitSync(Duration timeout) {
        Optional<KafkaException> problem = Optional.ofNullable(refusal);
        if (problem.isPresent()) {
            renewed.clear();
        } else {
            pending.forEach((offset, type) -> {
                if (type == AcknowledgeType.RENEW) {
                    renewals++;
                } else {
                    acknowledged.put(offset, type);
                }
            });
        }
        pending.clear();
        Map<TopicIdPartition, Optional<KafkaException>> outcome = new HashMap<>();
        outcome.put(new TopicIdPartition(Uuid.ZERO_UUID, 0, TOPIC), problem);
        return outcome;
    }

    /** Its outcome is told during the next poll. */
    @Override
    public void commitAsync() {
        Set<Long> offsets = Set.copyOf(pending.keySet());
        commitSync(Duration.ZERO)
                .forEach((partition, problem) -> untold.add(
                        () -> requireNonNull(callback).onComplete(Map.of(partition, offsets), problem.orElse(null))));
    }

    @Override
    public void setAcknowledgementCommitCallback(AcknowledgementCommitCallback callback) {
        this.callback = callback;
    }

    @Override
    public void close(Duration timeout) {
        closed = true;
    }

    @Override
    public Optional<Integer> acquisitionLockTimeoutMs() {
        return Optional.of(9_000);
    }

    @Override
    public void subscribe(Collection<String> topics) {}

    @Override
    public void close() {
        close(Duration.ZERO);
    }

    @Override
    public void acknowledge(ConsumerRecord<String, byte[]> message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void acknowledge(String topic, int partition, long offset, AcknowledgeType type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<TopicIdPartition, Optional<KafkaException>> commitSync() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> subscription() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void unsubscribe() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void wakeup() {
        throw new UnsupportedOperationException();
    }
}
