package dev.renderfarm.coordinator.http;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.access.Gate;
import dev.renderfarm.coordinator.config.HttpConfig;
import dev.renderfarm.coordinator.links.PublicUrl;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Answers 403 to those who may not ask. */
@ApplicationScoped
class CallerFilter {

    static final int SECOND = HttpLimits.FIRST - 1;

    private final Callers callers;

    CallerFilter(HttpConfig config, PublicAddress address, Gate gate) {
        Set<String> names = new HashSet<>(config.allowedHosts().orElse(Set.of()));
        address.configured().map(PublicUrl::host).ifPresent(names::add);
        this.callers = new Callers(names, gate.isKeyed());
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, SECOND);
    }

    private void check(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        String host = request.authority() == null
                ? request.getHeader("host")
                : request.authority().toString();
        Optional<String> refusal = callers.refusal(
                request.method().name(), host, request.getHeader("origin"), request.getHeader("sec-fetch-site"));
        refusal.ifPresentOrElse(
                reason -> EarlyAnswer.refuse(exchange, FailureCode.FORBIDDEN, null, reason), exchange::next);
    }
}
