package dev.renderfarm.coordinator.webhooks;

import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookEvent;
import dev.renderfarm.common.webhook.WebhookId;
import dev.renderfarm.coordinator.batch.TestBatches;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Webhooks for tests. */
final class SampleWebhooks {

    static final Instant NOW = TestBatches.CREATED;
    static final String FARM_SECRET = "0123456789abcdef0123456789abcdef";

    /** One for all events, registered when batches of tests are created. */
    static Webhook webhook(String id) {
        return webhook(id, null);
    }

    static Webhook webhook(String id, @Nullable TenantName tenant) {
        return new Webhook(
                new WebhookId(id), tenant, "https://shop.example/hook", WebhookEvent.usual(), NOW, 1, null, null);
    }

    static WebhookSecrets secrets() {
        return new WebhookSecrets(Optional.of(FARM_SECRET));
    }

    private SampleWebhooks() {}
}
