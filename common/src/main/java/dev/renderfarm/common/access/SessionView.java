package dev.renderfarm.common.access;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.id.KeyId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.wire.EpochSeconds;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * As whom the farm sees whoever asks.
 *
 * @param keyed whether the farm asked for a key
 * @param key null where none was asked for
 * @param tenant null where everybody's things are seen
 * @param expiresAt when the session or the key ends; null where it lasts
 */
@JsonPropertyOrder({"object", "keyed", "key", "name", "tenant", "role", "expires_at"})
public record SessionView(
        boolean keyed,
        @Nullable KeyId key,
        @Nullable String name,
        @Nullable TenantName tenant,
        Role role,
        @EpochSeconds @Nullable Instant expiresAt) {

    public SessionView {
        requireNonNull(role, "role is null");
    }

    @JsonProperty("object")
    public String object() {
        return "session";
    }
}
