package dev.renderfarm.common.access;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.id.KeyId;
import dev.renderfarm.common.id.TenantName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An API key as the farm keeps it. The value of a record on the topic {@code renderfarm.keys} (key: its id).
 *
 * @param name what people call it
 * @param tenant whose things its holder sees and makes
 * @param hash of its secret, which nobody but its holder has
 * @param expiresAt from then on it is none; null where it lasts
 * @param revokedAt since when it is none; null where it is
 * @param createdBy the key of whoever made it; null for the first one
 * @param parent of a session the key that opened it: it holds as long as that; null for a key
 */
public record StoredKey(
        KeyId id,
        String name,
        TenantName tenant,
        Role role,
        KeyHash hash,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable KeyId createdBy,
        @Nullable KeyId parent) {

    public StoredKey {
        requireNonNull(id, "id is null");
        requireNonNull(name, "name is null");
        requireNonNull(tenant, "tenant is null");
        requireNonNull(role, "role is null");
        requireNonNull(hash, "hash is null");
        requireNonNull(createdAt, "created_at is null");
    }

    /** Whether it counts by itself; a session's parent has to count too. */
    public boolean counts(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    /** Whether it is a session. */
    public boolean hasParent() {
        return parent != null;
    }

    public StoredKey revoked(Instant at) {
        return new StoredKey(id, name, tenant, role, hash, createdAt, expiresAt, at, createdBy, parent);
    }
}
