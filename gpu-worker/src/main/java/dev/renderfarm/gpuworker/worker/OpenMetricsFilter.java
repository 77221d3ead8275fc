package dev.renderfarm.gpuworker.worker;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Gives OpenMetrics, and so exemplars, to whoever names it. The framework gives the older text to all who name that too,
 * as Prometheus does, and 406 to who names OpenMetrics alone.
 */
@Singleton
final class OpenMetricsFilter {

    private static final String PATH = "/q/metrics";
    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final String ANYTHING = "*/*";
    private static final int BEFORE_THE_METRICS = 100;

    void register(@Observes Filters filters) {
        filters.register(OpenMetricsFilter::prefer, BEFORE_THE_METRICS);
    }

    private static void prefer(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        if (PATH.equals(exchange.normalizedPath()) && accept != null && accept.contains(OPEN_METRICS)) {
            request.headers().set(HttpHeaders.ACCEPT, ANYTHING);
        }
        exchange.next();
    }
}
