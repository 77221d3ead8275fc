package dev.renderfarm.coordinator.http;

import dev.renderfarm.common.failure.FailureCode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Answers what the server itself cannot read, such as a damaged header Host, in the error envelope. */
@ApplicationScoped
class UnreadableRequests {

    private static final int BEFORE_THE_SERVERS_OWN = -1_000_000;

    void register(@Observes Router router) {
        router.route().order(BEFORE_THE_SERVERS_OWN).failureHandler(this::answer);
    }

    private void answer(RoutingContext exchange) {
        if (exchange.statusCode() != 400 || exchange.response().ended()) {
            exchange.next();
            return;
        }
        HttpLimits.name(exchange);
        EarlyAnswer.refuse(
                exchange,
                FailureCode.INVALID_REQUEST,
                null,
                "the request cannot be read: the header Host is missing or names no host");
    }
}
