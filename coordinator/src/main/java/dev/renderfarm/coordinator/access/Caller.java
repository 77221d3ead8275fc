package dev.renderfarm.coordinator.access;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.id.KeyId;
import dev.renderfarm.common.id.TenantName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param key by which; null where none was asked for
 * @param parent of a session the key that opened it
 * @param name of the key, for people
 * @param tenant whose things he makes; null where he says so himself
 * @param expiresAt when the key or token ends; null where it lasts
 * @param subject whose token it is, as its issuer knows him; null where none was sent
 */
public record Caller(
        @Nullable KeyId key,
        @Nullable KeyId parent,
        String name,
        @Nullable TenantName tenant,
        Role role,
        @Nullable Instant expiresAt,
        @Nullable String subject) {

    /** Somebody at the farm's own machine, where it asks for no key. */
    public static final Caller LOCAL = new Caller(null, null, "local", null, Role.ADMIN, null);

    public Caller {
        requireNonNull(name, "name is null");
        requireNonNull(role, "role is null");
    }

    /** Of a key, or of none. */
    public Caller(
            @Nullable KeyId key,
            @Nullable KeyId parent,
            String name,
            @Nullable TenantName tenant,
            Role role,
            @Nullable Instant expiresAt) {
        this(key, parent, name, tenant, role, expiresAt, null);
    }

    /** Of a token. */
    static Caller ofToken(String subject, String name, TenantName tenant, Role role, Instant expiresAt) {
        return new Caller(null, null, name, tenant, role, expiresAt, subject);
    }

    /** Whether he showed who he is. */
    public boolean isKnown() {
        return key != null || subject != null;
    }

    /** As what he is counted: a key with its sessions, or whose token it is. */
    public String account() {
        return subject != null ? "token " + subject : String.valueOf(parent == null ? key : parent);
    }

    /** Whether there may be things that are not there for him. */
    public boolean isBounded() {
        return tenant != null && role != Role.ADMIN;
    }

    /** Whether things of that tenant are there for him. */
    public boolean sees(TenantName owner) {
        return !isBounded() || owner.equals(tenant);
    }
}
