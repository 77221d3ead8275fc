package dev.renderfarm.coordinator.http;

import dev.renderfarm.common.api.ErrorEnvelope;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.wire.Json;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Refuses a request before its body is read. */
final class EarlyAnswer {

    /** Closes the connection, since the body may still be on its way. */
    static void refuse(RoutingContext exchange, FailureCode code, @Nullable String param, String message) {
        HttpServerResponse response = exchange.response()
                .setStatusCode(code.httpStatus())
                .putHeader("content-type", "application/json")
                .putHeader("connection", "close");
        if (code.httpStatus() == 503) {
            response.putHeader("retry-after", ErrorMappers.RETRY_AFTER_SECONDS);
        }
        response.end(Json.string(ErrorEnvelope.of(code, code.httpStatus(), param, message)));
    }

    private EarlyAnswer() {}
}
