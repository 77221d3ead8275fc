package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.access.DeletedKey;
import dev.renderfarm.common.access.KeyRequest;
import dev.renderfarm.common.access.KeyView;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.id.KeyId;
import dev.renderfarm.coordinator.access.Caller;
import dev.renderfarm.coordinator.http.AccessFilter;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.keys.KeyDesk;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

/** Who gets in. */
@Path("/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys")
class KeysResource {

    private final KeyDesk keys;

    KeysResource(KeyDesk keys) {
        this.keys = keys;
    }

    @GET
    @Operation(
            summary = "List the API keys, the newest first",
            description = "Those that were revoked or have expired too, for 30 days; none with its secret.")
    public ListView<KeyView> list() {
        return ListView.of(keys.list(), KeyView::id, false);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    @Operation(
            summary = "Make an API key",
            description = "`secret` stands in this answer and never again: the farm keeps a salted hash of it.")
    public KeyView create(@Nullable KeyRequest request, @Context RoutingContext exchange) throws InterruptedException {
        if (request == null) {
            throw RequestRefusedException.invalid(null, "the body is missing: send name and role");
        }
        return keys.create(request, caller(exchange));
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            summary = "Revoke an API key",
            description = "It counts no more, here at once and at the other coordinators within a second; its sessions "
                    + "and event streams end. Repeating it changes nothing. 409 for the last key of an admin.")
    public DeletedKey revoke(@PathParam("id") String id, @Context RoutingContext exchange) throws InterruptedException {
        KeyId key = parsed(id);
        keys.revoke(key, caller(exchange));
        return new DeletedKey(key);
    }

    private static Caller caller(RoutingContext exchange) {
        return AccessFilter.caller(exchange).orElse(Caller.LOCAL);
    }

    private static KeyId parsed(String id) {
        try {
            return new KeyId(id);
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.notFound("there is no key of this id: GET /v1/keys lists them");
        }
    }
}
