package dev.renderfarm.coordinator.workers;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows which heartbeats were in the topic before this process began to read it. Safe for several threads. */
@ApplicationScoped
@Identifier(HeartbeatBacklog.NAME)
class HeartbeatBacklog implements KafkaConsumerRebalanceListener {

    static final String NAME = "heartbeat-backlog";

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatBacklog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        partitions.forEach(ends::remove);
        try {
            ends.putAll(consumer.endOffsets(partitions, PATIENCE));
        } catch (KafkaException e) {
            LOG.atWarn()
                    .addKeyValue("problem", e.toString())
                    .log("the end of the heartbeats is not known, they count by the time of their records");
        }
    }

    /** Whether the record was there before; so too while that is not known. */
    boolean holds(ConsumerRecord<?, ?> record) {
        Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
        return end == null || record.offset() < end;
    }
}
