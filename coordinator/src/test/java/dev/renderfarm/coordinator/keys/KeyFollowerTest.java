package dev.renderfarm.coordinator.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.access.KeySecret;
import dev.renderfarm.common.access.KeyUse;
import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.access.StoredKey;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.wire.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyFollowerTest {

    private static final String TOPIC = "farm.keys";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final KeyRing ring = new KeyRing(InstantSource.fixed(NOON));
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final AtomicInteger completed = new AtomicInteger();
    private final KeySecret secret = KeySecret.random(new Random(1));
    private final StoredKey key = new StoredKey(
            secret.id(),
            "k",
            TenantName.DEFAULT,
            Role.VIEWER,
            secret.hash(new Random(2)),
            NOON,
            null,
            null,
            null,
            null);

    @BeforeEach
    void letThereBeATopic() {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    }

    private final List<StoredKey> read = new ArrayList<>();

    @AfterEach
    void clear() {
        Thread.interrupted();
    }

    /** Runs until the consumer has been given all of it. */
    private void follow(List<@Nullable Object> values, String... keys) {
        consumer.updateEndOffsets(Map.of(PARTITION, (long) keys.length));
        consumer.schedulePollTask(() -> {
            for (int i = 0; i < keys.length; i++) {
                Object value = values.get(i);
                byte[] bytes =
                        value == null ? null : value instanceof String text ? text.getBytes(UTF_8) : Json.bytes(value);
                consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, i, keys[i], bytes));
            }
        });
        consumer.schedulePollTask(() -> Thread.currentThread().interrupt());
        new KeyFollower(TOPIC, () -> consumer, ring, completed::incrementAndGet, read::add).run();
    }

    @Test
    void shouldKnowAllKeysWhenItHasReadToTheEnd() {
        follow(List.of(key, new KeyUse(key.id(), NOON)), key.id().value(), key.id() + "/use");
        assertThat(ring.areKnown()).isTrue();
        assertThat(read).containsExactly(key);
        assertThat(completed).hasValue(1);
        assertThat(ring.caller(secret)).isPresent();
        assertThat(ring.lastUse(key.id())).isEqualTo(NOON);
    }

    @Test
    void shouldTakeAKeyBackWhenTheTopicDoes() {
        follow(List.of(key, key.revoked(NOON)), key.id().value(), key.id().value());
        assertThat(ring.caller(secret)).isEmpty();
    }

    @Test
    void shouldForgetWhatWasTakenOut() {
        follow(Arrays.asList(key, null), key.id().value(), key.id().value());
        assertThat(ring.find(key.id())).isEmpty();
    }

    @Test
    void shouldPassOverWhatIsNoKey() {
        follow(List.of("no json", "{}", key), "key_x", "odd", key.id().value());
        assertThat(ring.caller(secret)).isPresent();
    }

    @Test
    void shouldSayWhyTheKeysAreNotKnown() {
        // Given
        KeyFollower follower = new KeyFollower(
                TOPIC,
                () -> {
                    Thread.currentThread().interrupt();
                    throw new KafkaException("nobody there");
                },
                ring,
                completed::incrementAndGet,
                read::add);
        // When
        follower.run();
        // Then
        assertThat(ring.areKnown()).isFalse();
        assertThat(follower.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("nobody there"));
    }

    @Test
    void shouldBeginAnewWhenItFailsOfItself() {
        // Given
        KeyFollower follower = new KeyFollower(
                TOPIC,
                () -> {
                    Thread.currentThread().interrupt();
                    throw new UnsupportedOperationException("an error of the farm's own");
                },
                ring,
                completed::incrementAndGet,
                read::add);
        // When
        follower.run();
        // Then: it was interrupted while it waited to begin anew
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(follower.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("an error of the farm's own"));
    }
}
