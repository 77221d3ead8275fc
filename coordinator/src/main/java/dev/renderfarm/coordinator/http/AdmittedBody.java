package dev.renderfarm.coordinator.http;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.config.HttpConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request with a body that was let in: it has its place until it is answered, and is cut off where it dawdles. */
final class AdmittedBody {

    private static final Logger LOG = LoggerFactory.getLogger(AdmittedBody.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final RoutingContext exchange;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final InstantSource clock;
    private final long leastPerSecond;
    private final BodyPace pace;
    private final Runnable leave;
    private final AtomicBoolean left = new AtomicBoolean();

    AdmittedBody(RoutingContext exchange, HttpConfig.Bodies config, InstantSource clock, Runnable leave) {
        this.exchange = exchange;
        this.request = exchange.request();
        this.response = exchange.response();
        this.clock = clock;
        this.leastPerSecond = config.minRate().asLongValue();
        this.pace = new BodyPace(leastPerSecond, config.window(), TICK, clock.instant());
        this.leave = leave;
    }

    /** To be called once. Who answers may take the handlers of the response for himself, so every tick looks too. */
    void watch() {
        exchange.addEndHandler(done -> leave());
        exchange.vertx().setPeriodic(TICK.toMillis(), this::look);
    }

    private void look(long timer) {
        if (response.ended() || response.closed()) {
            leave();
        } else if (!request.isEnded() && pace.isTooSlow(clock.instant(), request.bytesRead(), isAwaited())) {
            cutOff();
        }
        if (left.get()) {
            exchange.vertx().cancelTimer(timer);
        }
    }

    /** The server stops reading from the socket while what it has read before is not taken. */
    private boolean isAwaited() {
        return !(request.connection() instanceof ConnectionBase connection)
                || connection.channel().config().isAutoRead();
    }

    private void cutOff() {
        LOG.atInfo()
                .addKeyValue("code", FailureCode.REQUEST_TIMEOUT.wireName())
                .addKeyValue("bytes", request.bytesRead())
                .log("a request's body came too slowly");
        if (response.headWritten()) {
            request.connection().close();
        } else {
            String message = "the body comes slower than " + leastPerSecond
                    + " bytes a second, the least that the farm waits for: send it again over a faster connection";
            EarlyAnswer.cutOff(exchange, FailureCode.REQUEST_TIMEOUT, message);
        }
        leave();
    }

    private void leave() {
        if (left.compareAndSet(false, true)) {
            leave.run();
        }
    }
}
