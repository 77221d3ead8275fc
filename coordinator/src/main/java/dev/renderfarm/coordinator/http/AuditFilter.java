package dev.renderfarm.coordinator.http;

import dev.renderfarm.common.access.AuditEntry;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.coordinator.access.Caller;
import dev.renderfarm.coordinator.audit.AuditTrail;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Notes what whoever got in did, or tried to, once it is answered; what only looks is not noted, but for the trail itself. */
class AuditFilter {

    private static final Set<String> LOOKS = Set.of("GET", "HEAD", "OPTIONS");
    private static final int LONGEST_PATH = 512;

    private final AuditTrail trail;
    private final InstantSource clock = InstantSource.system();

    AuditFilter(AuditTrail trail) {
        this.trail = trail;
    }

    /** Before roles are looked at: what was refused is noted too. */
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION - 1)
    void note(ResourceInfo resource, RoutingContext exchange) {
        String route = Routes.name(resource.getResourceClass(), resource.getResourceMethod());
        boolean looks = LOOKS.contains(exchange.request().method().name()) && !route.endsWith("/audit");
        AccessFilter.caller(exchange)
                .filter(caller -> !looks)
                .ifPresent(caller -> exchange.addEndHandler(done -> trail.append(entry(exchange, caller, route))));
    }

    private AuditEntry entry(RoutingContext exchange, Caller caller, String route) {
        SocketAddress from = exchange.request().remoteAddress();
        String path = exchange.normalizedPath();
        return new AuditEntry(
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                caller.tenant() == null ? TenantName.DEFAULT : caller.tenant(),
                caller.key(),
                caller.subject() == null ? caller.name() : caller.subject(),
                caller.role(),
                from == null ? "unknown" : String.valueOf(from.hostAddress()),
                route,
                path.substring(0, Math.min(LONGEST_PATH, path.length())),
                exchange.response().getStatusCode(),
                String.valueOf(exchange.response().headers().get(HttpLimits.REQUEST_ID)));
    }
}
