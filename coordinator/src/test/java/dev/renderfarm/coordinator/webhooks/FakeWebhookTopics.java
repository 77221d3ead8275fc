package dev.renderfarm.coordinator.webhooks;

import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.webhook.WebhookId;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import java.io.IOException;

/** {@link WebhookTopics} that every reader has read at once. */
public class FakeWebhookTopics implements WebhookTopics {

    private final WebhookRegistry webhooks;
    private final DeliveryBook book;
    private volatile boolean available = true;

    public FakeWebhookTopics(WebhookRegistry webhooks, DeliveryBook book) {
        this.webhooks = webhooks;
        this.book = book;
    }

    public void setAvailable(boolean available) {
        this.available = available;
    }

    @Override
    public void put(Webhook webhook) {
        requireAvailable();
        webhooks.put(webhook);
    }

    @Override
    public void remove(WebhookId webhook) {
        requireAvailable();
        webhooks.remove(webhook);
    }

    @Override
    public void put(WebhookDelivery delivery) {
        requireAvailable();
        book.apply(delivery.key(), delivery);
    }

    private void requireAvailable() {
        if (!available) {
            throw new BrokerUnavailableException("made unavailable by the test", new IOException());
        }
    }
}
