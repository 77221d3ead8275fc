package dev.renderfarm.coordinator.webhooks.process;

import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.webhook.WebhookId;
import dev.renderfarm.coordinator.topics.EventPublisher;
import dev.renderfarm.coordinator.webhooks.WebhookTopics;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/** {@link WebhookTopics} by {@code renderfarm.webhooks} and {@code renderfarm.webhook-deliveries}. */
public final class KafkaWebhookTopics implements WebhookTopics, AutoCloseable {

    private final EventPublisher webhooks;
    private final EventPublisher deliveries;
    private final InstantSource clock;

    /** @param producers makes a producer that waits for all in-sync replicas */
    public KafkaWebhookTopics(FarmTopics names, Supplier<Producer<String, byte[]>> producers, InstantSource clock) {
        this.webhooks = new EventPublisher(names.webhooks(), "webhook", producers);
        this.deliveries = new EventPublisher(names.webhookDeliveries(), "delivery", producers);
        this.clock = clock;
    }

    @Override
    public void put(Webhook webhook) throws InterruptedException {
        webhooks.publish(WebhookEvents.of(webhook, clock.instant()), webhook);
    }

    @Override
    public void remove(WebhookId webhook) throws InterruptedException {
        webhooks.remove(webhook.value());
        webhooks.remove(WebhookEvents.goneKey(webhook));
    }

    @Override
    public void put(WebhookDelivery delivery) throws InterruptedException {
        deliveries.publish(WebhookEvents.of(delivery, clock.instant()), delivery.partition(), delivery);
    }

    @Override
    public void close() {
        webhooks.close();
        deliveries.close();
    }
}
