package dev.renderfarm.coordinator.webhooks;

import static dev.renderfarm.coordinator.webhooks.SampleWebhooks.NOW;
import static dev.renderfarm.coordinator.webhooks.SampleWebhooks.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.webhook.Webhook;
import org.junit.jupiter.api.Test;

class WebhookRegistryTest {

    private final WebhookRegistry webhooks = new WebhookRegistry();
    private final Webhook asked = webhook("wh_1");

    @Test
    void shouldDisableAWebhookWhenItsReceiverIsGone() {
        webhooks.put(asked);
        webhooks.disable(asked.disabled(NOW));
        assertThat(webhooks.find(asked.id())).hasValue(asked.disabled(NOW));
    }

    @Test
    void shouldKeepARotationWhenItsReceiverWasGoneBefore() {
        webhooks.put(asked.rotated(NOW));
        webhooks.disable(asked.disabled(NOW));
        assertThat(webhooks.find(asked.id())).hasValue(asked.rotated(NOW));
    }

    @Test
    void shouldStayDeletedWhenItsReceiverIsGone() {
        webhooks.put(asked);
        webhooks.remove(asked.id());
        webhooks.disable(asked.disabled(NOW));
        assertThat(webhooks.isEmpty()).isTrue();
    }
}
