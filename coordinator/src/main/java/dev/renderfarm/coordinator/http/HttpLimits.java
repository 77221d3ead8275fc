package dev.renderfarm.coordinator.http;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.config.IntakeConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Gives every exchange a request id and refuses bodies that say they are too large before they are read. (Bodies of
 * unknown length are cut off by the server at the same limit.)
 */
@ApplicationScoped
class HttpLimits {

    static final String REQUEST_ID = "x-request-id";

    private static final Pattern SANE_ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    /** Before who asks is looked at: every answer has a request id. */
    static final int FIRST = 1_000;

    private final long maxUpload;

    HttpLimits(IntakeConfig config) {
        this.maxUpload = config.maxFileSize().asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    /** Gives the exchange its id. */
    static void name(RoutingContext exchange) {
        String given = exchange.request().getHeader(REQUEST_ID);
        String id = given != null && SANE_ID.matcher(given).matches()
                ? given
                : "req_" + UUID.randomUUID().toString().replace("-", "");
        exchange.response().putHeader(REQUEST_ID, id).putHeader("x-content-type-options", "nosniff");
    }

    private void check(RoutingContext exchange) {
        name(exchange);
        if (contentLength(exchange) > maxUpload) {
            String message = "the request is larger than " + maxUpload + " bytes, the most that the farm takes:"
                    + " split the file into several batches";
            EarlyAnswer.refuse(exchange, FailureCode.FILE_TOO_LARGE, "file", message);
        } else {
            exchange.next();
        }
    }

    private static long contentLength(RoutingContext exchange) {
        String header = exchange.request().getHeader("content-length");
        try {
            return header == null ? 0 : Long.parseLong(header);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
