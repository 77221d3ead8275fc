package dev.renderfarm.common.access;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.id.KeyId;
import dev.renderfarm.common.id.TenantName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That somebody did something, or tried to. The value of a record on the topic {@code renderfarm.audit} (key: the tenant),
 * which only grows. It names things by their ids and holds neither prompts nor keys.
 *
 * @param at when it was answered
 * @param tenant of whoever asked; {@code default} of one who was asked for no key
 * @param key by which he asked; null where none was asked for, or he sent a token
 * @param name of the key, for people, or the subject of a token
 * @param address from where, as far as it is trusted
 * @param route what he asked for, as in {@code POST /v1/batches/{id}/cancel}
 * @param path to what, without a query
 * @param status of the answer: below 400 it was done
 * @param requestId that the answer had in {@code x-request-id}
 */
@JsonPropertyOrder({"at", "tenant", "key", "name", "role", "address", "route", "path", "status", "request_id"})
public record AuditEntry(
        Instant at,
        TenantName tenant,
        @Nullable KeyId key,
        String name,
        Role role,
        String address,
        String route,
        String path,
        int status,
        String requestId) {

    public AuditEntry {
        requireNonNull(at, "at is null");
        requireNonNull(tenant, "tenant is null");
        requireNonNull(name, "name is null");
        requireNonNull(role, "role is null");
        requireNonNull(address, "address is null");
        requireNonNull(route, "route is null");
        requireNonNull(path, "path is null");
        requireNonNull(requestId, "request_id is null");
    }
}
