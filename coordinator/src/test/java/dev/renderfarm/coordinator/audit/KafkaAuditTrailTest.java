package dev.renderfarm.coordinator.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.access.AuditEntry;
import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaAuditTrailTest {

    private static final String TOPIC = "farm.audit";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final ExecutorService sender = Executors.newSingleThreadExecutor();
    private final KafkaAuditTrail trail = new KafkaAuditTrail(TOPIC, () -> producer, () -> consumer, sender);

    @AfterEach
    void close() {
        trail.close();
    }

    private static AuditEntry entry(String tenant, int number) {
        return new AuditEntry(
                Instant.EPOCH.plusSeconds(number),
                new TenantName(tenant),
                null,
                "local",
                Role.ADMIN,
                "127.0.0.1",
                "POST /v1/keys",
                "/v1/keys",
                200,
                "req_" + number);
    }

    /** What the topic has, in turns of the two tenants. */
    private void letThereBe(int count) {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, (long) count));
        consumer.schedulePollTask(() -> {
            for (int i = 0; i < count; i++) {
                AuditEntry entry = entry(i % 2 == 0 ? "shop-a" : "shop-b", i);
                consumer.addRecord(
                        new ConsumerRecord<>(TOPIC, 0, i, entry.tenant().value(), Json.bytes(entry)));
            }
        });
    }

    @Test
    void shouldAppendAnEntryByItsTenant() throws InterruptedException {
        // When
        trail.append(entry("shop-a", 1));
        sender.shutdown();
        assertThat(sender.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        // Then
        assertThat(producer.history()).hasSize(1);
        assertThat(producer.history().get(0).key()).isEqualTo("shop-a");
        assertThat(Json.read(producer.history().get(0).value(), AuditEntry.class))
                .isEqualTo(entry("shop-a", 1));
    }

    @Test
    void shouldTellTheNewestFirst() {
        letThereBe(5);
        assertThat(trail.newest(null, 2)).containsExactly(entry("shop-a", 4), entry("shop-b", 3));
    }

    @Test
    void shouldTellWhatOneTenantDid() {
        letThereBe(5);
        assertThat(trail.newest(new TenantName("shop-b"), 10)).containsExactly(entry("shop-b", 3), entry("shop-b", 1));
    }

    @Test
    void shouldSayThatItCannotBeReadWhenTheBrokerIsAway() {
        consumer.setOffsetsException(new KafkaException("away"));
        assertThatThrownBy(() -> trail.newest(null, 1)).isInstanceOf(BrokerUnavailableException.class);
    }
}
