package dev.renderfarm.coordinator.http;

import dev.renderfarm.common.api.ErrorEnvelope;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.wire.Json;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Answers a request whose body has not been read. The connection ends with it, since the body may still be coming. */
final class EarlyAnswer {

    /** A sender that reads nothing until it has sent all would find the connection broken instead of an answer. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    /** Passes over what still comes of the body for a while. */
    static void refuse(RoutingContext exchange, FailureCode code, @Nullable String param, String message) {
        refuse(exchange, code, code.httpStatus(), param, message);
    }

    /** The same, with another status than the code has. */
    static void refuse(RoutingContext exchange, FailureCode code, int status, @Nullable String param, String message) {
        HttpServerRequest request = exchange.request();
        Future<Void> told = tell(exchange, code, status, param, message);
        if (request.isEnded()) {
            told.onComplete(done -> request.connection().close());
        } else {
            request.endHandler(done -> request.connection().close());
            request.resume();
            exchange.vertx()
                    .setTimer(LINGER.toMillis(), timer -> request.connection().close());
        }
    }

    /** Waits for nothing more of the body. Whoever reads it finds that the connection is closed. */
    static void cutOff(RoutingContext exchange, FailureCode code, String message) {
        tell(exchange, code, code.httpStatus(), null, message)
                .onComplete(done -> exchange.request().connection().close());
    }

    private static Future<Void> tell(
            RoutingContext exchange, FailureCode code, int status, @Nullable String param, String message) {
        HttpServerResponse response = exchange.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .putHeader("connection", "close");
        if (status == 503 && !response.headers().contains("retry-after")) {
            response.putHeader("retry-after", ErrorMappers.RETRY_AFTER_SECONDS);
        }
        return response.end(Json.string(ErrorEnvelope.of(code, status, param, message)));
    }

    private EarlyAnswer() {}
}
