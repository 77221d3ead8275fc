package dev.renderfarm.coordinator.webhooks.process;

import dev.renderfarm.common.topic.CloudEvent;
import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.webhook.WebhookId;
import java.time.Instant;

/** What records of webhooks and deliveries say of themselves; their subject is their key. */
final class WebhookEvents {

    private static final String SOURCE = "/renderfarm/coordinator";
    private static final String GONE = "/gone";

    static CloudEvent of(Webhook webhook, Instant now) {
        String id = webhook.id() + "/" + webhook.generation() + "/" + now.toEpochMilli();
        return new CloudEvent(id, CloudEvent.Type.WEBHOOK, SOURCE, webhook.id().value(), now);
    }

    /** That the receiver of a webhook is gone. */
    static CloudEvent gone(Webhook webhook, Instant now) {
        String key = goneKey(webhook.id());
        return new CloudEvent(
                key + "/" + webhook.generation() + "/" + now.toEpochMilli(), CloudEvent.Type.WEBHOOK, SOURCE, key, now);
    }

    static String goneKey(WebhookId webhook) {
        return webhook + GONE;
    }

    static boolean isGoneKey(String key) {
        return key.endsWith(GONE);
    }

    static CloudEvent of(WebhookDelivery delivery, Instant now) {
        return new CloudEvent(
                delivery.key() + "/" + delivery.revision(),
                CloudEvent.Type.WEBHOOK_DELIVERY,
                SOURCE,
                delivery.key(),
                now);
    }

    /** Of one that was given up; its subject is the batch, as of all dead letters, or the webhook where there is none. */
    static CloudEvent deadLetter(WebhookDelivery delivery, Instant now) {
        String subject = delivery.batch() == null
                ? delivery.webhook().value()
                : delivery.batch().value();
        return new CloudEvent(
                delivery.key() + "/" + delivery.revision(), CloudEvent.Type.WEBHOOK_DEAD_LETTER, SOURCE, subject, now);
    }

    private WebhookEvents() {}
}
