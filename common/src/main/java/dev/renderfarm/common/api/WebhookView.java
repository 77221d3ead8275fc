package dev.renderfarm.common.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookEvent;
import dev.renderfarm.common.webhook.WebhookId;
import dev.renderfarm.common.wire.EpochSeconds;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as the API shows it.
 *
 * @param tenant of whose batches it is told; null is of all
 * @param disabledAt since when it is told nothing; null while it is
 * @param secret with which its messages are signed; shown once, null else
 */
@JsonPropertyOrder({"id", "object"})
public record WebhookView(
        WebhookId id,
        String url,
        List<WebhookEvent> events,
        @Nullable TenantName tenant,
        @EpochSeconds Instant createdAt,
        @EpochSeconds @Nullable Instant disabledAt,
        @Nullable String secret) {

    public WebhookView {
        requireNonNull(id, "id is null");
        requireNonNull(url, "url is null");
        requireNonNull(createdAt, "createdAt is null");
        events = List.copyOf(events);
    }

    /** @param secret null where it is not to be shown */
    public static WebhookView of(Webhook webhook, @Nullable String secret) {
        return new WebhookView(
                webhook.id(),
                webhook.url(),
                webhook.events(),
                webhook.tenant(),
                webhook.createdAt(),
                webhook.disabledAt(),
                secret);
    }

    @JsonProperty("object")
    public String object() {
        return "webhook";
    }

    /** Without the secret, which is not for logs. */
    @Override
    public String toString() {
        return "WebhookView[id=" + id + ", url=" + url + "]";
    }
}
