package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.webhook.WebhookEvent;
import dev.renderfarm.common.webhook.WebhookId;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.webhooks.DeliveryBook;
import dev.renderfarm.coordinator.webhooks.WebhookRegistry;
import java.time.Instant;
import java.util.List;

/** Webhooks of which every call of the API can be made. */
record ContractWebhooks(WebhookRegistry webhooks, DeliveryBook book) {

    static final String BODY = "{\"url\":\"https://shop.example/hook\"}";

    private static final Instant NOW = TestBatches.CREATED;

    /** One that is told, of which a delivery was given up. */
    String told(String action) {
        webhooks.put(webhook("wh_told"));
        WebhookDelivery dead = WebhookDelivery.begun(
                        new WebhookId("wh_told"),
                        "evt_1",
                        WebhookEvent.COMPLETED,
                        new BatchId("batch_1"),
                        NOW,
                        1,
                        0,
                        NOW)
                .failedForGood(NOW, 500, "answered 500");
        book.apply(dead.key(), null);
        book.apply(dead.key(), dead);
        return "/v1/webhooks/wh_told" + action;
    }

    String disabled(String action) {
        webhooks.put(webhook("wh_disabled").disabled(NOW));
        return "/v1/webhooks/wh_disabled" + action;
    }

    /** As many as the farm keeps. */
    void fill() {
        for (int i = 0; i < 100; i++) {
            webhooks.put(webhook("wh_full" + i));
        }
    }

    void empty() {
        for (int i = 0; i < 100; i++) {
            webhooks.remove(new WebhookId("wh_full" + i));
        }
    }

    private static Webhook webhook(String id) {
        return new Webhook(
                new WebhookId(id),
                null,
                "https://shop.example/hook",
                List.of(WebhookEvent.COMPLETED),
                NOW,
                1,
                null,
                null);
    }
}
