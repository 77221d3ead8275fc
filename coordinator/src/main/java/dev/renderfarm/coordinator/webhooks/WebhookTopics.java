package dev.renderfarm.coordinator.webhooks;

import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.webhook.WebhookId;

/**
 * Where webhooks and their deliveries are kept. Each method returns when the broker has it, and delivers at least once.
 * Safe for several threads.
 *
 * <p>Each throws {@link dev.renderfarm.coordinator.batch.BrokerUnavailableException} where the broker does not take it in
 * time; it may still arrive.
 */
public interface WebhookTopics {

    void put(Webhook webhook) throws InterruptedException;

    void remove(WebhookId webhook) throws InterruptedException;

    void put(WebhookDelivery delivery) throws InterruptedException;
}
