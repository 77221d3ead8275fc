package dev.renderfarm.coordinator.webhooks;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.webhook.BudgetNotice;
import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.wire.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message as it goes to a receiver, by Standard Webhooks 1.0. Its body has the form of OpenAI's events.
 *
 * @param id the same however often the event is sent
 * @param timestamp of this attempt, in seconds since 1970
 */
public record SignedMessage(String url, String id, long timestamp, String signature, byte[] body) {

    public static SignedMessage of(WebhookDelivery delivery, Webhook webhook, WebhookSecrets secrets, Instant now) {
        byte[] body = body(delivery);
        long timestamp = now.getEpochSecond();
        return new SignedMessage(
                webhook.url(),
                delivery.event(),
                timestamp,
                secrets.signature(webhook, delivery.event(), timestamp, body, now),
                body);
    }

    private static byte[] body(WebhookDelivery delivery) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("id", delivery.event());
        event.put("object", "event");
        event.put("created_at", delivery.createdAt().getEpochSecond());
        event.put("type", delivery.type().wireName());
        event.put("data", data(delivery));
        return Json.bytes(event);
    }

    /** What it is about, and no more than it takes to ask for it. */
    private static Map<String, Object> data(WebhookDelivery delivery) {
        Map<String, Object> data = new LinkedHashMap<>();
        BatchId batch = delivery.batch();
        BudgetNotice budget = delivery.budget();
        if (budget != null) {
            data.put("id", budget.tenant().value());
            data.put("budget", budget.budget());
            data.put("warned_at", budget.warnedAt());
        } else {
            data.put("id", batch == null ? delivery.webhook().value() : batch.value());
        }
        if (delivery.index() != null) {
            data.put("index", delivery.index());
        }
        return data;
    }
}
