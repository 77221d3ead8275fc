package dev.renderfarm.coordinator.http;

import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.access.Caller;
import dev.renderfarm.coordinator.access.RouteRoles;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets nobody to a route whose role does not cover what the table of routes asks for, whatever path led there. */
class RoleFilter {

    private final Map<Method, String> routes = new ConcurrentHashMap<>();

    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    void check(ResourceInfo resource, RoutingContext exchange) {
        Method method = resource.getResourceMethod();
        String route = routes.computeIfAbsent(method, found -> Routes.name(resource.getResourceClass(), found));
        if (AccessFilter.isOpen(exchange) && route.equals(RouteRoles.AUTOSCALE)) {
            return;
        }
        Caller caller = AccessFilter.caller(exchange)
                .orElseThrow(() -> new RequestRefusedException(
                        FailureCode.INVALID_API_KEY, null, "there is nothing at this address without an API key"));
        Optional<Role> wanted = RouteRoles.of(route);
        if (wanted.isEmpty() || !caller.role().covers(wanted.get())) {
            throw new RequestRefusedException(
                    FailureCode.FORBIDDEN,
                    null,
                    "this wants the role " + wanted.orElse(Role.ADMIN).wireName() + ", and the key is of a "
                            + caller.role().wireName() + ": ask an admin for another key");
        }
    }
}
