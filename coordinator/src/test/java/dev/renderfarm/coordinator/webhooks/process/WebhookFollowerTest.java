package dev.renderfarm.coordinator.webhooks.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.webhook.WebhookEvent;
import dev.renderfarm.common.webhook.WebhookId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.webhooks.DeliveryBook;
import dev.renderfarm.coordinator.webhooks.Dispatch;
import dev.renderfarm.coordinator.webhooks.RetrySchedule;
import dev.renderfarm.coordinator.webhooks.WebhookRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookFollowerTest {

    private static final Instant NOW = TestBatches.CREATED;
    private static final FarmTopics NAMES = new FarmTopics(FarmName.DEFAULT);
    private static final TopicPartition WEBHOOKS = new TopicPartition(NAMES.webhooks(), 0);
    private static final TopicPartition DELIVERIES = new TopicPartition(NAMES.webhookDeliveries(), 0);
    private static final Webhook WEBHOOK =
            new Webhook(new WebhookId("wh_1"), null, "https://a.example", WebhookEvent.usual(), NOW, 1, null, null);

    private final WebhookRegistry webhooks = new WebhookRegistry();
    private final DeliveryBook book = new DeliveryBook();
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final WebhookFollower follower = new WebhookFollower(NAMES, () -> consumer, webhooks, book);

    @BeforeEach
    void letThereBeTopics() {
        for (TopicPartition topic : List.of(WEBHOOKS, DELIVERIES)) {
            consumer.updatePartitions(
                    topic.topic(), List.of(new PartitionInfo(topic.topic(), 0, Node.noNode(), null, null)));
        }
        consumer.updateBeginningOffsets(Map.of(WEBHOOKS, 0L, DELIVERIES, 0L));
        consumer.updateEndOffsets(Map.of(WEBHOOKS, 2L, DELIVERIES, 0L));
    }

    @AfterEach
    void clear() {
        Thread.interrupted();
    }

    @Test
    void shouldBeCompleteWhenItHasReadToTheEndsAndNotBefore() {
        // Given
        List<Boolean> seen = new ArrayList<>(List.of(follower.isComplete()));
        told(0, "wh_1", WEBHOOK);
        consumer.schedulePollTask(() -> seen.add(follower.isComplete()));
        told(1, "wh_1", WEBHOOK.rotated(NOW));
        consumer.schedulePollTask(() -> {
            seen.add(follower.isComplete());
            follower.stop();
        });
        // When
        follower.run();
        // Then
        assertThat(seen).containsExactly(false, false, true);
    }

    @Test
    void shouldDisableAWebhookWhoseReceiverIsGone() {
        told(0, "wh_1", WEBHOOK);
        told(1, "wh_1/gone", WEBHOOK.disabled(NOW));
        told(2, "wh_1/gone", null);
        consumer.schedulePollTask(follower::stop);
        follower.run();
        assertThat(known().isDisabled()).isTrue();
    }

    @Test
    void shouldKeepARotationWhenTheReceiverWasGoneBefore() {
        told(0, "wh_1", WEBHOOK.rotated(NOW));
        told(1, "wh_1/gone", WEBHOOK.disabled(NOW));
        consumer.schedulePollTask(follower::stop);
        follower.run();
        assertThat(known()).isEqualTo(WEBHOOK.rotated(NOW));
    }

    @Test
    void shouldBeginAnewWhenItFailsOfItself() {
        // Given
        var failing = new WebhookFollower(
                NAMES,
                () -> {
                    Thread.currentThread().interrupt();
                    throw new UnsupportedOperationException("an error of the farm's own");
                },
                webhooks,
                book);
        // When
        failing.run();
        // Then: it was interrupted while it waited to begin anew
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    private Webhook known() {
        var dispatch = new Dispatch(webhooks, book, new RetrySchedule(Jitter.NONE), Dispatch.Limits.USUAL);
        return dispatch.webhook(WebhookDelivery.begun(WEBHOOK.id(), "evt_1", WebhookEvent.TEST, null, NOW, 0, 0, NOW))
                .orElseThrow();
    }

    private void told(long offset, String key, @Nullable Webhook webhook) {
        byte[] value = webhook == null ? null : Json.bytes(webhook);
        consumer.schedulePollTask(
                () -> consumer.addRecord(new ConsumerRecord<>(WEBHOOKS.topic(), 0, offset, key, value)));
    }
}
