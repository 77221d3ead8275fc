package dev.renderfarm.coordinator.http;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.config.HttpConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/**
 * Lets in as many requests with a body at once as leave threads for all others: whoever reads a body holds a thread
 * until all of it is there. Uploads and other bodies have places of their own, so neither keeps the other out.
 */
@ApplicationScoped
class BodyGate {

    private static final int THIRD = HttpLimits.FIRST - 2;

    private final InstantSource clock = InstantSource.system();
    private final Semaphore uploads;
    private final Semaphore others;
    private final HttpConfig.Bodies config;

    BodyGate(HttpConfig config) {
        this.config = config.bodies();
        this.uploads = new Semaphore(this.config.maxUploads());
        this.others = new Semaphore(this.config.maxOthers());
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, THIRD);
    }

    private void admit(RoutingContext exchange) {
        if (!hasBody(exchange.request())) {
            exchange.next();
            return;
        }
        boolean upload = isForm(exchange.request());
        Semaphore places = upload ? uploads : others;
        if (places.tryAcquire()) {
            new AdmittedBody(exchange, config, clock, places::release).watch();
            exchange.next();
        } else {
            String message = "the farm has its hands full with " + (upload ? "uploads" : "requests")
                    + ": send this one again in a moment";
            EarlyAnswer.refuse(exchange, FailureCode.FARM_BUSY, null, message);
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        return length == null ? request.getHeader("transfer-encoding") != null : !length.equals("0");
    }

    private static boolean isForm(HttpServerRequest request) {
        String type = request.getHeader("content-type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }
}
