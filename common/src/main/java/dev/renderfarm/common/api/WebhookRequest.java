package dev.renderfarm.common.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/webhooks}, as it was sent; whoever reads it checks it.
 *
 * @param events by name; null is all that happens to batches
 * @param tenant of whose batches; null is of all
 */
public record WebhookRequest(
        @Nullable String url,
        @Nullable List<@Nullable String> events,
        @Nullable String tenant) {}
