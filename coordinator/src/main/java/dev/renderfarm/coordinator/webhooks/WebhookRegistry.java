package dev.renderfarm.coordinator.webhooks;

import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookEvent;
import dev.renderfarm.common.webhook.WebhookId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All webhooks, as their topic has them. Safe for several threads. */
public final class WebhookRegistry {

    private static final Comparator<Webhook> OLDEST_FIRST = Comparator.comparing(Webhook::createdAt)
            .thenComparing(webhook -> webhook.id().value());

    private final Map<WebhookId, Webhook> webhooks = new ConcurrentHashMap<>();

    public void put(Webhook webhook) {
        webhooks.put(webhook.id(), webhook);
    }

    /**
     * Its receiver has said that it is gone. That counts of the webhook as it was asked: not where it has another secret by now,
     * or is there no more.
     */
    public void disable(Webhook gone) {
        Instant at = gone.disabledAt();
        webhooks.computeIfPresent(
                gone.id(),
                (id, known) -> at == null || gone.generation() < known.generation() ? known : known.disabled(at));
    }

    public void remove(WebhookId id) {
        webhooks.remove(id);
    }

    Optional<Webhook> find(WebhookId id) {
        return Optional.ofNullable(webhooks.get(id));
    }

    /** Oldest first. */
    List<Webhook> all() {
        return webhooks.values().stream().sorted(OLDEST_FIRST).toList();
    }

    public boolean isEmpty() {
        return webhooks.isEmpty();
    }

    /** Who is to be told, of what happened since they are there. */
    List<Webhook> toldOf(BatchEvent event) {
        return toldOf(event.type(), event.tenant()).stream()
                .filter(webhook -> !event.at().isBefore(webhook.createdAt().truncatedTo(ChronoUnit.SECONDS)))
                .toList();
    }

    /** Who is told of such things of that tenant. */
    List<Webhook> toldOf(WebhookEvent type, TenantName tenant) {
        return all().stream()
                .filter(webhook -> webhook.events().contains(type))
                .filter(webhook -> isOf(webhook, tenant))
                .toList();
    }

    /** Whether anybody is. */
    boolean isAnyToldOf(WebhookEvent type) {
        return webhooks.values().stream().anyMatch(webhook -> webhook.events().contains(type));
    }

    private static boolean isOf(Webhook webhook, TenantName tenant) {
        return webhook.tenant() == null || webhook.tenant().equals(tenant);
    }
}
