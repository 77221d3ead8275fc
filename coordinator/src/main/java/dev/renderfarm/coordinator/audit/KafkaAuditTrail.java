package dev.renderfarm.coordinator.audit;

import dev.renderfarm.common.access.AuditEntry;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.topic.CloudEvent;
import dev.renderfarm.common.topic.NewerSchemaException;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import dev.renderfarm.coordinator.topics.EventHeaders;
import dev.renderfarm.coordinator.topics.RecordVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link AuditTrail} on {@code renderfarm.audit}, a topic of one partition, so that its order is that of what happened. */
public final class KafkaAuditTrail implements AuditTrail, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaAuditTrail.class);
    private static final String SOURCE = "/renderfarm/coordinator";
    private static final Duration ROUND = Duration.ofSeconds(2);
    /** How long what was noted last is waited for when the process ends. */
    private static final Duration LAST = Duration.ofSeconds(5);

    private static final long STEP = 2_000;
    /** Entries that one look reads at most. */
    private static final long MOST = 100_000;

    private final TopicPartition partition;
    private final Supplier<Producer<String, byte[]>> producers;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final ExecutorService sender;
    private @Nullable Producer<String, byte[]> producer;

    /** @param sender one thread, which waits where the broker is away; what it has no room for is lost, and logged */
    public KafkaAuditTrail(
            String topic,
            Supplier<Producer<String, byte[]>> producers,
            Supplier<Consumer<String, byte[]>> consumers,
            ExecutorService sender) {
        this.partition = new TopicPartition(topic, 0);
        this.producers = producers;
        this.consumers = consumers;
        this.sender = sender;
    }

    @Override
    public void append(AuditEntry entry) {
        try {
            sender.execute(() -> send(entry));
        } catch (RejectedExecutionException e) {
            lost(entry, e);
        }
    }

    private void send(AuditEntry entry) {
        String tenant = entry.tenant().value();
        var event =
                new CloudEvent(UUID.randomUUID().toString(), CloudEvent.Type.ACCESS_AUDIT, SOURCE, tenant, entry.at());
        var record = new ProducerRecord<>(
                partition.topic(), 0, entry.at().toEpochMilli(), tenant, Json.bytes(entry), EventHeaders.of(event));
        try {
            producer().send(record, (done, problem) -> {
                if (problem != null) {
                    lost(entry, problem);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            lost(entry, e);
        }
    }

    private static void lost(AuditEntry entry, Exception problem) {
        LOG.atError()
                .addKeyValue("route", entry.route())
                .addKeyValue("requestId", entry.requestId())
                .addKeyValue("problem", problem.toString())
                .log("an entry of the audit trail is lost");
    }

    private synchronized Producer<String, byte[]> producer() {
        if (producer == null) {
            producer = producers.get();
        }
        return producer;
    }

    @Override
    public List<AuditEntry> newest(@Nullable TenantName tenant, int limit) {
        try (Consumer<String, byte[]> consumer = consumers.get()) {
            consumer.assign(List.of(partition));
            long first = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long least = Math.max(first, end - MOST);
            List<AuditEntry> newestFirst = new ArrayList<>();
            for (long to = end; to > least && newestFirst.size() < limit; to = Math.max(least, to - STEP)) {
                List<AuditEntry> step = read(consumer, Math.max(least, to - STEP), to, tenant);
                Collections.reverse(step);
                newestFirst.addAll(step);
            }
            return List.copyOf(newestFirst.subList(0, Math.min(limit, newestFirst.size())));
        } catch (KafkaException e) {
            throw new BrokerUnavailableException("the audit trail cannot be read: " + e.getMessage(), e);
        }
    }

    private List<AuditEntry> read(Consumer<String, byte[]> consumer, long from, long to, @Nullable TenantName tenant) {
        consumer.seek(partition, from);
        List<AuditEntry> found = new ArrayList<>();
        while (consumer.position(partition) < to) {
            long before = consumer.position(partition);
            for (ConsumerRecord<String, byte[]> record : consumer.poll(ROUND)) {
                if (record.offset() < to && (tenant == null || tenant.value().equals(record.key()))) {
                    add(record, found);
                }
            }
            if (consumer.position(partition) == before) {
                throw new KafkaException("nothing came from offset " + before);
            }
        }
        return found;
    }

    private static void add(ConsumerRecord<String, byte[]> record, List<AuditEntry> found) {
        try {
            RecordVersion.check(record.headers());
            found.add(Json.read(record.value(), AuditEntry.class));
        } catch (NewerSchemaException | MalformedJsonException e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("problem", e.getClass().getSimpleName())
                    .log("an entry of the audit trail is passed over");
        }
    }

    @Override
    public void close() {
        sender.shutdown();
        try {
            if (!sender.awaitTermination(LAST.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atWarn().log("the newest entries of the audit trail are lost: the broker did not take them");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (producer != null) {
                producer.close(LAST);
            }
        }
    }
}
