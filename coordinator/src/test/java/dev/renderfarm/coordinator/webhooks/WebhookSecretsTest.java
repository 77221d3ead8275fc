package dev.renderfarm.coordinator.webhooks;

import static dev.renderfarm.coordinator.webhooks.SampleWebhooks.NOW;
import static dev.renderfarm.coordinator.webhooks.SampleWebhooks.secrets;
import static dev.renderfarm.coordinator.webhooks.SampleWebhooks.webhook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.webhook.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class WebhookSecretsTest {

    private static final byte[] BODY = "{\"type\":\"batch.completed\"}".getBytes(StandardCharsets.UTF_8);

    private final Webhook webhook = webhook("wh_1");

    @Test
    void shouldSignWithTheSecretThatTheReceiverHas() throws Exception {
        // When
        String signature = secrets().signature(webhook, "evt_1", 1_700_000_000, BODY, NOW);
        // Then
        assertThat(signature).isEqualTo(asTheReceiverDoes(secrets().of(webhook.id(), 1)));
    }

    @Test
    void shouldSignWithBothSecretsWhenOneWasRotatedADayAgoAtMost() throws Exception {
        // Given
        Webhook rotated = webhook.rotated(NOW);
        String former = asTheReceiverDoes(secrets().of(webhook.id(), 1));
        String present = asTheReceiverDoes(secrets().of(webhook.id(), 2));
        // Then
        assertThat(signature(rotated, NOW)).isEqualTo(present + " " + former);
        assertThat(signature(rotated, NOW.plus(WebhookSecrets.OVERLAP))).isEqualTo(present);
    }

    @Test
    void shouldHaveAnotherSecretForEachWebhookAndGeneration() {
        assertThat(secrets().of(webhook.id(), 1))
                .startsWith("whsec_")
                .isEqualTo(secrets().of(webhook.id(), 1))
                .isNotEqualTo(secrets().of(webhook.id(), 2))
                .isNotEqualTo(secrets().of(webhook("wh_2").id(), 1))
                .isNotEqualTo(new WebhookSecrets(Optional.of("f".repeat(32))).of(webhook.id(), 1));
    }

    @Test
    void shouldRefuseASecretThatIsTooShort() {
        assertThatThrownBy(() -> new WebhookSecrets(Optional.of("short")))
                .hasMessageContaining("renderfarm.webhooks.secret")
                .hasMessageNotContaining("short ");
        assertThat(new WebhookSecrets(Optional.of(" ")).areKnown()).isFalse();
        assertThat(new WebhookSecrets(Optional.empty()).areKnown()).isFalse();
    }

    private static String signature(Webhook webhook, Instant now) {
        return secrets().signature(webhook, "evt_1", 1_700_000_000, BODY, now);
    }

    private static String asTheReceiverDoes(String secret) throws Exception {
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String signed = "evt_1.1700000000." + new String(BODY, StandardCharsets.UTF_8);
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }
}
