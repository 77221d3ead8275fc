package dev.renderfarm.coordinator.http;

import dev.renderfarm.common.failure.FailureCode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Set;

/** Says which methods an address takes: to who asks by OPTIONS, and with 405 to who sends another one. */
@ApplicationScoped
class MethodFilter {

    static final int FOURTH = AccessFilter.THIRD - 1;

    /** What the framework answers, by whatever method. */
    private static final List<String> FOR_OPERATORS =
            List.of("/q/health", "/q/health/live", "/q/health/ready", "/q/health/started", "/q/metrics", "/q/openapi");

    private final Routes routes;

    MethodFilter(BeanManager beans) {
        this.routes = new Routes(beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .<Class<?>>map(Bean::getBeanClass)
                .filter(type -> type.isAnnotationPresent(Path.class))
                .toList());
        FOR_OPERATORS.forEach(routes::addReadOnly);
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FOURTH);
    }

    private void check(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        Set<String> allowed = routes.methods(request.path());
        String method = request.method().name();
        if (allowed.isEmpty() || allowed.contains(method) && !method.equals("OPTIONS")) {
            exchange.next();
            return;
        }
        exchange.response().putHeader("allow", String.join(", ", allowed));
        if (method.equals("OPTIONS")) {
            exchange.response().end();
        } else {
            EarlyAnswer.refuse(exchange, FailureCode.INVALID_REQUEST, 405, null, ErrorMappers.message(405));
        }
    }
}
