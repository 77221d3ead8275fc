package dev.renderfarm.coordinator.http;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.config.HttpConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/**
 * Lets in as many exchanges with a body at once as leave threads for all others: whoever reads a body, or writes a long
 * one, holds a thread until all of it is there. Each kind has places of its own, so none keeps another out.
 */
@ApplicationScoped
class BodyGate {

    private static final int FIFTH = MethodFilter.FOURTH - 1;
    private static final Pattern DOWNLOADS =
            Pattern.compile("/v1/(files/[^/]+/content|batches/[^/]+/(images/[^/]+|archive\\.zip|manifest\\.csv))/*");
    private static final Pattern PICTURES = Pattern.compile("/v1/images/(generations|edits)/*");
    private static final Pattern MATRIX_PARAMETERS = Pattern.compile(";[^/]*");

    private final InstantSource clock = InstantSource.system();
    private final HttpConfig.Bodies config;
    private final Map<Kind, Semaphore> places;

    BodyGate(HttpConfig config) {
        this.config = config.bodies();
        this.places = Map.of(
                Kind.UPLOADS, new Semaphore(this.config.maxUploads()),
                Kind.DOWNLOADS, new Semaphore(this.config.maxDownloads()),
                Kind.PICTURES, new Semaphore(this.config.maxPictures()),
                Kind.REQUESTS, new Semaphore(this.config.maxOthers()));
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIFTH);
    }

    private void check(RoutingContext exchange) {
        Optional<Kind> kind;
        try {
            kind = kind(exchange);
        } catch (IllegalArgumentException e) {
            exchange.fail(400, e);
            return;
        }
        kind.ifPresentOrElse(known -> admit(exchange, known), exchange::next);
    }

    private void admit(RoutingContext exchange, Kind kind) {
        Semaphore free = requireNonNull(places.get(kind));
        if (free.tryAcquire()) {
            new AdmittedExchange(exchange, config, clock, free::release).watch();
            exchange.next();
        } else {
            String message = "the farm has its hands full with " + kind.name().toLowerCase(Locale.ROOT)
                    + ": send this one again in a moment";
            EarlyAnswer.refuse(exchange, FailureCode.FARM_BUSY, null, message);
        }
    }

    /** Empty for what has no body to speak of. */
    private static Optional<Kind> kind(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        if (hasBody(request)) {
            return Optional.of(
                    PICTURES.matcher(path(exchange)).matches()
                            ? Kind.PICTURES
                            : isForm(request) ? Kind.UPLOADS : Kind.REQUESTS);
        }
        return request.method() == HttpMethod.GET
                        && DOWNLOADS.matcher(path(exchange)).matches()
                ? Optional.of(Kind.DOWNLOADS)
                : Optional.empty();
    }

    /** As routes are matched: without what follows a semicolon. */
    private static String path(RoutingContext exchange) {
        return MATRIX_PARAMETERS.matcher(exchange.normalizedPath()).replaceAll("");
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        return length == null ? request.getHeader("transfer-encoding") != null : !length.equals("0");
    }

    private static boolean isForm(HttpServerRequest request) {
        String type = request.getHeader("content-type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    private enum Kind {
        UPLOADS,
        DOWNLOADS,
        PICTURES,
        REQUESTS
    }
}
