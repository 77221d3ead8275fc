package dev.renderfarm.coordinator.webhooks;

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
        String about = delivery.batch() == null
                ? delivery.webhook().value()
                : delivery.batch().value();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("id", delivery.event());
        event.put("object", "event");
        event.put("created_at", delivery.createdAt().getEpochSecond());
        event.put("type", delivery.type().wireName());
        event.put("data", Map.of("id", about));
        return Json.bytes(event);
    }
}
