package dev.renderfarm.cli.api;

import dev.renderfarm.common.access.AuditEntry;
import dev.renderfarm.common.access.DeletedKey;
import dev.renderfarm.common.access.KeyRequest;
import dev.renderfarm.common.access.KeyView;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.id.KeyId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.wire.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.jspecify.annotations.Nullable;

/** Who may ask the farm. Every method throws {@link FarmException} when it does not get what it asks for. */
public final class KeyWishes {

    private final FarmHttp http;

    KeyWishes(FarmHttp http) {
        this.http = http;
    }

    public ListView<KeyView> list() throws InterruptedException {
        return http.get("/v1/keys", body -> ListView.read(body, KeyView.class));
    }

    /** The key with its secret, which is told this once. */
    public KeyView create(KeyRequest wanted) throws InterruptedException {
        HttpRequest request = http.request("/v1/keys")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(wanted)))
                .build();
        return http.read(request, http.limits().answer(), body -> Json.read(body, KeyView.class));
    }

    /**
     * Who did what, the newest first.
     *
     * @param tenant whose; null for everybody's
     */
    public ListView<AuditEntry> audit(@Nullable TenantName tenant, int limit) throws InterruptedException {
        String path = "/v1/audit?limit=" + limit + (tenant == null ? "" : "&tenant=" + tenant);
        return http.get(path, body -> ListView.read(body, AuditEntry.class));
    }

    public DeletedKey revoke(KeyId key) throws InterruptedException {
        HttpRequest request = http.request("/v1/keys/" + key).DELETE().build();
        return http.read(request, http.limits().answer(), body -> Json.read(body, DeletedKey.class));
    }
}
