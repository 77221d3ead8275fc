package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.access.SessionView;
import dev.renderfarm.coordinator.access.Caller;
import dev.renderfarm.coordinator.access.Gate;
import dev.renderfarm.coordinator.http.AccessFilter;
import dev.renderfarm.coordinator.http.PublicAddress;
import dev.renderfarm.coordinator.keys.KeyDesk;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;

/** Browsers sign in: event streams and pictures of theirs cannot send a key. */
@Path("/v1/session")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys")
class SessionResource {

    private final KeyDesk keys;
    private final Gate gate;
    private final PublicAddress address;

    SessionResource(KeyDesk keys, Gate gate, PublicAddress address) {
        this.keys = keys;
        this.gate = gate;
        this.address = address;
    }

    @GET
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    @Operation(summary = "As whom the farm sees whoever asks")
    public SessionView get(@Context RoutingContext exchange) {
        return view(caller(exchange));
    }

    @POST
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    @Operation(
            summary = "Sign in",
            description =
                    "With an API key in the header `Authorization`; the answer sets a cookie that no script reads "
                            + "and no other site sends, for 12 hours. 409 where the farm asks for no key, and to a token.")
    public SessionView open(@Context RoutingContext exchange) throws InterruptedException {
        Caller caller = caller(exchange);
        KeyDesk.Session session = keys.open(caller);
        exchange.response().addCookie(cookie(exchange, session.secret().text(), KeyDesk.SESSION.toSeconds()));
        return new SessionView(
                true,
                session.view().id(),
                caller.name(),
                caller.tenant(),
                caller.role(),
                session.view().expiresAt());
    }

    @DELETE
    @Operation(summary = "Sign out", description = "Ends the session and takes its cookie back; a key stays.")
    public SessionView close(@Context RoutingContext exchange) throws InterruptedException {
        Caller caller = caller(exchange);
        keys.close(caller);
        exchange.response().addCookie(cookie(exchange, "", 0));
        return view(caller);
    }

    private SessionView view(Caller caller) {
        return new SessionView(
                gate.isKeyed() || caller.isKnown(),
                caller.key(),
                caller.name(),
                caller.tenant(),
                caller.role(),
                caller.expiresAt());
    }

    private Cookie cookie(RoutingContext exchange, String value, long seconds) {
        boolean secret = address.of(exchange.request()).toString().startsWith("https:");
        return Cookie.cookie(AccessFilter.COOKIE, value)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(secret)
                .setPath("/")
                .setMaxAge(seconds);
    }

    private static Caller caller(RoutingContext exchange) {
        return AccessFilter.caller(exchange).orElse(Caller.LOCAL);
    }
}
