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
 * An API key as the API shows it.
 *
 * @param expiresAt null where it lasts
 * @param revokedAt null where it was not revoked
 * @param lastUsedAt to the hour; null where it has not been used
 * @param createdBy null for the first one
 * @param secret what its holder sends, in the answer that makes it and never again
 */
@JsonPropertyOrder({"id", "object", "name"})
public record KeyView(
        KeyId id,
        String name,
        TenantName tenant,
        Role role,
        @EpochSeconds Instant createdAt,
        @EpochSeconds @Nullable Instant expiresAt,
        @EpochSeconds @Nullable Instant revokedAt,
        @EpochSeconds @Nullable Instant lastUsedAt,
        @Nullable KeyId createdBy,
        @Nullable String secret) {

    public KeyView {
        requireNonNull(id, "id is null");
    }

    /** @param lastUsedAt null where it has not been used */
    public static KeyView of(StoredKey key, @Nullable Instant lastUsedAt) {
        return new KeyView(
                key.id(),
                key.name(),
                key.tenant(),
                key.role(),
                key.createdAt(),
                key.expiresAt(),
                key.revokedAt(),
                lastUsedAt,
                key.createdBy(),
                null);
    }

    public KeyView with(KeySecret told) {
        return new KeyView(id, name, tenant, role, createdAt, expiresAt, revokedAt, lastUsedAt, createdBy, told.text());
    }

    @JsonProperty("object")
    public String object() {
        return "api_key";
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "KeyView[" + id + "]";
    }
}
