package dev.renderfarm.coordinator.access;

import static dev.renderfarm.common.access.Role.ADMIN;
import static dev.renderfarm.common.access.Role.OPERATOR;
import static dev.renderfarm.common.access.Role.SUBMITTER;
import static dev.renderfarm.common.access.Role.VIEWER;

import dev.renderfarm.common.access.Role;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which role every route asks for. A route that is not here is nobody's: a test compares this with the contract. */
public final class RouteRoles {

    /** What an autoscaler reads: as open as metrics are. */
    public static final String AUTOSCALE = "GET /v1/autoscale";

    private static final Map<String, Role> TABLE = table();

    private static Map<String, Role> table() {
        Map<String, Role> roles = new LinkedHashMap<>();
        for (String read : new String[] {
            "/v1/batches",
            "/v1/batches/{id}",
            "/v1/batches/{id}/archive.zip",
            "/v1/batches/{id}/events",
            "/v1/batches/{id}/history",
            "/v1/batches/{id}/images/{file}",
            "/v1/batches/{id}/manifest.csv",
            "/v1/batches/{id}/tasks",
            "/v1/batches/{id}/tasks/order",
            "/v1/batches/{id}/tasks/states",
            "/v1/batches/{id}/tasks/{index}",
            "/v1/batches/{id}/tasks/{index}/source.png",
            "/v1/batches/{id}/thumbnails/{file}",
            "/v1/defaults",
            "/v1/events",
            "/v1/failures",
            "/v1/farm",
            "/v1/files",
            "/v1/files/{id}",
            "/v1/files/{id}/content",
            "/v1/models",
            "/v1/models/{id}",
            "/v1/presets",
            "/v1/presets/{name}",
            "/v1/profiles",
            "/v1/profiles/{name}",
            "/v1/session",
            "/v1/sources",
            "/v1/templates",
            "/v1/templates/{name}",
            "/v1/usage",
            "/v1/usage.csv",
            "/v1/workers"
        }) {
            roles.put("GET " + read, VIEWER);
        }
        roles.put("POST /v1/session", VIEWER);
        roles.put("DELETE /v1/session", VIEWER);
        for (String change : new String[] {
            "POST /v1/batches",
            "POST /v1/batches/plan",
            "PATCH /v1/batches/{id}",
            "POST /v1/batches/{id}/cancel",
            "POST /v1/batches/{id}/pause",
            "POST /v1/batches/{id}/proceed",
            "POST /v1/batches/{id}/rerolls",
            "POST /v1/batches/{id}/resume",
            "POST /v1/batches/{id}/retry",
            "POST /v1/batches/{id}/reviews",
            "POST /v1/batches/{id}/tasks/skip",
            "POST /v1/files",
            "DELETE /v1/files/{id}",
            "POST /v1/images/edits",
            "POST /v1/images/generations",
            "PUT /v1/defaults",
            "PUT /v1/presets/{name}",
            "DELETE /v1/presets/{name}",
            "PUT /v1/templates/{name}",
            "DELETE /v1/templates/{name}"
        }) {
            roles.put(change, SUBMITTER);
        }
        roles.put(AUTOSCALE, OPERATOR);
        roles.put("POST /v1/batches/{id}/expedite", OPERATOR);
        roles.put("DELETE /v1/workers/{id}", OPERATOR);
        roles.put("POST /v1/workers/{id}/drain", OPERATOR);
        roles.put("POST /v1/workers/{id}/resume", OPERATOR);
        roles.put("DELETE /v1/batches/{id}", ADMIN);
        roles.put("POST /v1/batches/rebuild", ADMIN);
        roles.put("GET /v1/audit", ADMIN);
        roles.put("GET /v1/keys", ADMIN);
        roles.put("POST /v1/keys", ADMIN);
        roles.put("DELETE /v1/keys/{id}", ADMIN);
        for (String webhooks : new String[] {
            "GET /v1/webhooks",
            "POST /v1/webhooks",
            "GET /v1/webhooks/{id}",
            "DELETE /v1/webhooks/{id}",
            "GET /v1/webhooks/{id}/deliveries",
            "POST /v1/webhooks/{id}/enable",
            "POST /v1/webhooks/{id}/replay",
            "POST /v1/webhooks/{id}/rotate",
            "POST /v1/webhooks/{id}/test"
        }) {
            roles.put(webhooks, ADMIN);
        }
        return Collections.unmodifiableMap(roles);
    }

    /** By method and route, as in {@code POST /v1/batches/{id}/cancel}. */
    public static Map<String, Role> all() {
        return TABLE;
    }

    /** Empty for a route that is not in the table: nobody may go there. */
    public static Optional<Role> of(String route) {
        return Optional.ofNullable(TABLE.get(route));
    }

    private RouteRoles() {}
}
