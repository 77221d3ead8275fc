package dev.renderfarm.common.webhook;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.renderfarm.common.id.TenantName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to be told of what. The value of a record on the compacted topic {@code renderfarm.webhooks} (key: its id).
 * Its secret is not among it: that is derived.
 *
 * @param tenant of whose batches it is told; null is of all
 * @param generation of its secret, from 1
 * @param rotatedAt when that came; null of the first
 * @param disabledAt since when it is told nothing; null while it is
 */
public record Webhook(
        WebhookId id,
        @Nullable TenantName tenant,
        String url,
        List<WebhookEvent> events,
        Instant createdAt,
        int generation,
        @Nullable Instant rotatedAt,
        @Nullable Instant disabledAt) {

    /** Of its address, in characters. */
    public static final int LONGEST_URL = 2_048;

    public Webhook {
        requireNonNull(id, "id is null");
        requireNonNull(url, "url is null");
        requireNonNull(createdAt, "createdAt is null");
        events = List.copyOf(events);
        if (generation < 1) {
            throw new IllegalArgumentException("generation must be at least 1: " + generation);
        }
    }

    /** The same, with a new secret. */
    public Webhook rotated(Instant at) {
        return new Webhook(id, tenant, url, events, createdAt, generation + 1, at, disabledAt);
    }

    /** The same, told nothing any more. */
    public Webhook disabled(Instant at) {
        return new Webhook(id, tenant, url, events, createdAt, generation, rotatedAt, at);
    }

    /** The same, told again. */
    public Webhook enabled() {
        return new Webhook(id, tenant, url, events, createdAt, generation, rotatedAt, null);
    }

    @JsonIgnore
    public boolean isDisabled() {
        return disabledAt != null;
    }
}
