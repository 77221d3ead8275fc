package dev.renderfarm.coordinator.live;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the results read from the beginning of the day, or of the last hour where that is earlier, and knows which of them were there before this process began to read.
 * A partition that comes back is read on from where it was left. Safe for several threads.
 */
@ApplicationScoped
@Identifier(ResultBacklog.NAME)
class ResultBacklog implements KafkaConsumerRebalanceListener {

    static final String NAME = "result-backlog";

    private static final Logger LOG = LoggerFactory.getLogger(ResultBacklog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final FarmDay day;
    private final FarmCurve curve;
    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();

    ResultBacklog(FarmDay day, FarmCurve curve) {
        this.day = day;
        this.curve = curve;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Long known = next.get(partition);
            if (known != null) {
                consumer.seek(partition, known);
            }
        }
        Collection<TopicPartition> first = partitions.stream()
                .filter(partition -> !next.containsKey(partition))
                .toList();
        if (first.isEmpty()) {
            return;
        }
        try {
            long begin = Math.min(day.begin().toEpochMilli(), curve.begin().toEpochMilli());
            Map<TopicPartition, OffsetAndTimestamp> today = consumer.offsetsForTimes(
                    first.stream().collect(Collectors.toMap(partition -> partition, partition -> begin)), PATIENCE);
            consumer.endOffsets(first, PATIENCE).forEach((partition, end) -> {
                OffsetAndTimestamp found = today.get(partition);
                long from = found == null ? end : found.offset();
                consumer.seek(partition, from);
                next.put(partition, from);
                ends.put(partition, end);
            });
            noteIfRead();
        } catch (KafkaException e) {
            LOG.atWarn()
                    .addKeyValue("problem", e.toString())
                    .log("the results of today are not known, they are read from now on");
        }
    }

    /** Takes note that a record has been read. Whether it was there before. */
    boolean holds(ConsumerRecord<?, ?> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        next.computeIfPresent(partition, (same, offset) -> record.offset() + 1);
        Long end = ends.get(partition);
        return end != null && record.offset() < end;
    }

    /** After each record that was there before. */
    void noteIfRead() {
        if (ends.entrySet().stream().allMatch(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue())) {
            day.beKnown();
        }
    }
}
