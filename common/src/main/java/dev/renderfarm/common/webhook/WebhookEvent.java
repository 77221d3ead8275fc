package dev.renderfarm.common.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What webhooks tell of. The names of those that OpenAI's batches have are OpenAI's. */
public enum WebhookEvent {
    COMPLETED("batch.completed", "it was done", true),
    FAILED("batch.failed", "its input was found wrong", true),
    CANCELLED("batch.cancelled", "it was stopped, and what was there was kept", true),
    EXPIRED("batch.expired", "its completion window had ended", true),
    PREVIEW_READY("renderfarm.batch.preview_ready", "its previews are there, and wait for a yes", true),
    PAUSED("renderfarm.batch.paused", "it was paused, by somebody or for its failures", true),
    TEST("renderfarm.webhook.test", "somebody tries the webhook; no batch is meant", false),
    OTHER("renderfarm.other", "something that this release has no word for", false);

    private final String wireName;
    private final String description;
    private final boolean chosen;

    WebhookEvent(String wireName, String description, boolean chosen) {
        this.wireName = wireName;
        this.description = description;
        this.chosen = chosen;
    }

    /** Those that a webhook may be for. */
    public static List<WebhookEvent> ofBatches() {
        return Arrays.stream(values()).filter(event -> event.chosen).toList();
    }

    /** Empty where a webhook cannot be for it. */
    public static Optional<WebhookEvent> ofBatch(String wireName) {
        return ofBatches().stream()
                .filter(event -> event.wireName.equals(wireName))
                .findFirst();
    }

    /** For documents: what happened to the batch. */
    public String description() {
        return description;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** A word of a later release does not make its record unreadable. */
    @JsonCreator
    static WebhookEvent named(String wireName) {
        return Arrays.stream(values())
                .filter(event -> event.wireName.equals(wireName))
                .findFirst()
                .orElse(OTHER);
    }
}
