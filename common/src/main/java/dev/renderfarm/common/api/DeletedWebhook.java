package dev.renderfarm.common.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.webhook.WebhookId;

/** The answer to {@code DELETE /v1/webhooks/{id}}. */
@JsonPropertyOrder({"id", "object", "deleted"})
public record DeletedWebhook(WebhookId id) {

    public DeletedWebhook {
        requireNonNull(id, "id is null");
    }

    @JsonProperty("object")
    public String object() {
        return "webhook";
    }

    /** Else the answer is an error. */
    @JsonProperty("deleted")
    public boolean deleted() {
        return true;
    }
}
