package dev.renderfarm.coordinator.webhooks;

import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets of webhooks, which are stored nowhere: each follows from the farm's own, the webhook and the generation. The
 * form is that of Standard Webhooks 1.0. Safe for several threads.
 */
public final class WebhookSecrets {

    /** Of the farm's own secret, in characters. */
    public static final int SHORTEST = 32;

    /** For how long the secret before the present one signs too. */
    static final Duration OVERLAP = Duration.ofHours(24);

    private static final String ALGORITHM = "HmacSHA256";

    private final Optional<String> farm;

    /**
     * @param farm the farm's own, the same on all coordinators; empty where it has none
     * @throws IllegalArgumentException if it is too short to be one
     */
    public WebhookSecrets(Optional<String> farm) {
        this.farm = farm.map(String::strip).filter(secret -> !secret.isEmpty());
        if (this.farm.filter(secret -> secret.length() < SHORTEST).isPresent()) {
            throw new IllegalArgumentException("renderfarm.webhooks.secret must have " + SHORTEST
                    + " characters at least: make one with openssl rand -hex 32");
        }
    }

    public boolean areKnown() {
        return farm.isPresent();
    }

    /** As the receiver is given it. */
    String of(WebhookId webhook, int generation) {
        return "whsec_" + Base64.getEncoder().encodeToString(key(webhook, generation));
    }

    /** What goes into the header {@code webhook-signature}: the present secret's, and the one's before it for a day. */
    String signature(Webhook webhook, String id, long timestamp, byte[] body, Instant now) {
        List<String> signatures = new ArrayList<>();
        signatures.add(sign(key(webhook.id(), webhook.generation()), id, timestamp, body));
        Instant rotatedAt = webhook.rotatedAt();
        if (webhook.generation() > 1 && rotatedAt != null && now.isBefore(rotatedAt.plus(OVERLAP))) {
            signatures.add(sign(key(webhook.id(), webhook.generation() - 1), id, timestamp, body));
        }
        return String.join(" ", signatures);
    }

    private static String sign(byte[] key, String id, long timestamp, byte[] body) {
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        return "v1," + Base64.getEncoder().encodeToString(hmac(key, head, body));
    }

    private byte[] key(WebhookId webhook, int generation) {
        byte[] own = farm.orElseThrow(() -> new IllegalStateException("the farm has no secret"))
                .getBytes(StandardCharsets.UTF_8);
        return hmac(own, (webhook + "." + generation).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
