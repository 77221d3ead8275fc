package dev.renderfarm.common.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What webhooks tell of. The names of those that OpenAI's batches have are OpenAI's. */
public enum WebhookEvent {
    COMPLETED("batch.completed", "it was done", Choice.USUAL),
    FAILED("batch.failed", "its input was found wrong", Choice.USUAL),
    CANCELLED("batch.cancelled", "it was stopped, and what was there was kept", Choice.USUAL),
    EXPIRED("batch.expired", "its completion window had ended", Choice.USUAL),
    PREVIEW_READY("renderfarm.batch.preview_ready", "its previews are there, and wait for a yes", Choice.USUAL),
    PAUSED("renderfarm.batch.paused", "it was paused, by somebody or for its failures", Choice.USUAL),
    BUDGET_WARNED("renderfarm.budget.warned", "a tenant has used 50, 80 or 100 % of a budget", Choice.USUAL),
    RENDERED(
            "renderfarm.image.rendered", "one of its pictures was delivered; sent to whoever names it", Choice.BY_NAME),
    TEST("renderfarm.webhook.test", "somebody tries the webhook; no batch is meant", Choice.NEVER),
    OTHER("renderfarm.other", "something that this release has no word for", Choice.NEVER);

    /** Which webhooks may be for it. */
    private enum Choice {
        /** Those too that name no events. */
        USUAL,
        BY_NAME,
        NEVER
    }

    private final String wireName;
    private final String description;
    private final Choice choice;

    WebhookEvent(String wireName, String description, Choice choice) {
        this.wireName = wireName;
        this.description = description;
        this.choice = choice;
    }

    /** Those that a webhook is for which names none. */
    public static List<WebhookEvent> usual() {
        return Arrays.stream(values())
                .filter(event -> event.choice == Choice.USUAL)
                .toList();
    }

    /** Those that a webhook may be for. */
    public static List<WebhookEvent> offered() {
        return Arrays.stream(values())
                .filter(event -> event.choice != Choice.NEVER)
                .toList();
    }

    /** Empty where a webhook cannot be for it. */
    public static Optional<WebhookEvent> offered(String wireName) {
        return offered().stream()
                .filter(event -> event.wireName.equals(wireName))
                .findFirst();
    }

    /** For documents: what happened, to the batch where nothing else is named. */
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
