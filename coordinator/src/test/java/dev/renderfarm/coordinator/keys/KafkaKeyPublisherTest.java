package dev.renderfarm.coordinator.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.access.KeySecret;
import dev.renderfarm.common.access.KeyUse;
import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.access.StoredKey;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.wire.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaKeyPublisherTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @Test
    void shouldWriteAKeyByItsIdAndItsUseBesideIt() throws InterruptedException {
        // Given
        MockProducer<String, byte[]> producer =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        KeySecret secret = KeySecret.random(new Random(1));
        StoredKey key = new StoredKey(
                secret.id(),
                "k",
                TenantName.DEFAULT,
                Role.ADMIN,
                secret.hash(new Random(2)),
                NOON,
                null,
                null,
                null,
                null);
        // When
        try (var publisher = new KafkaKeyPublisher("farm.keys", () -> producer, InstantSource.fixed(NOON))) {
            publisher.publish(key);
            publisher.publish(new KeyUse(key.id(), NOON));
            publisher.forget(key.id());
        }
        // Then
        assertThat(producer.history())
                .extracting(record -> record.key() + " " + (record.value() != null))
                .containsExactly(
                        key.id() + " true", key.id() + "/use true", key.id() + "/use false", key.id() + " false");
        assertThat(Json.read(producer.history().get(0).value(), StoredKey.class))
                .isEqualTo(key);
    }
}
