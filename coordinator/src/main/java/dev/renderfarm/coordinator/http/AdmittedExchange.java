package dev.renderfarm.coordinator.http;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.config.HttpConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An exchange that was let in: it has its place until it has ended, and is cut off where the client dawdles. */
final class AdmittedExchange {

    private static final Logger LOG = LoggerFactory.getLogger(AdmittedExchange.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final long UNTOLD = -1;

    private final RoutingContext exchange;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final InstantSource clock;
    private final long announced;
    private final long leastPerSecond;
    private final BodyPace sending;
    private final BodyPace reading;
    private final Runnable leave;
    private final AtomicBoolean left = new AtomicBoolean();

    /** @param leave gives the place back */
    AdmittedExchange(RoutingContext exchange, HttpConfig.Bodies config, InstantSource clock, Runnable leave) {
        this.exchange = exchange;
        this.request = exchange.request();
        this.response = exchange.response();
        this.clock = clock;
        this.announced = announced(request);
        this.leastPerSecond = config.minRate().asLongValue();
        this.sending = new BodyPace(leastPerSecond, config.sendWindow(), TICK, clock.instant());
        this.reading = new BodyPace(leastPerSecond, config.readWindow(), TICK, clock.instant());
        this.leave = leave;
    }

    /** To be called once. Who answers may take the handlers of the response for himself, so every tick looks too. */
    void watch() {
        exchange.addEndHandler(done -> leave());
        exchange.vertx().setPeriodic(TICK.toMillis(), this::look);
    }

    private void look(long timer) {
        Instant now = clock.instant();
        if (response.ended() || response.closed()) {
            leave();
        } else if (isComing() && sending.isTooSlow(now, request.bytesRead(), isAwaited())) {
            cutOffSender();
        } else if (reading.isTooSlow(now, response.bytesWritten(), response.writeQueueFull())) {
            cutOffReader();
        }
        if (left.get()) {
            exchange.vertx().cancelTimer(timer);
        }
    }

    /** What has come in full is not ended before a thread has read it. */
    private boolean isComing() {
        return !request.isEnded() && request.bytesRead() != announced;
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        if (length == null) {
            return request.getHeader("transfer-encoding") == null ? 0 : UNTOLD;
        }
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException e) {
            return UNTOLD;
        }
    }

    /** The server stops reading from the socket while what it has read before is not taken. */
    private boolean isAwaited() {
        return !(request.connection() instanceof ConnectionBase connection)
                || connection.channel().config().isAutoRead();
    }

    private void cutOffSender() {
        LOG.atInfo()
                .addKeyValue("code", FailureCode.REQUEST_TIMEOUT.wireName())
                .addKeyValue("bytes", request.bytesRead())
                .log("a client sends too slowly and is cut off");
        if (response.headWritten()) {
            Connections.cut(request);
        } else {
            String message = "the body comes slower than " + leastPerSecond
                    + " bytes a second, the least that the farm waits for: send it again over a faster connection";
            EarlyAnswer.cutOff(exchange, FailureCode.REQUEST_TIMEOUT, message);
        }
        leave();
    }

    private void cutOffReader() {
        LOG.atInfo()
                .addKeyValue("code", FailureCode.REQUEST_TIMEOUT.wireName())
                .addKeyValue("bytes", response.bytesWritten())
                .log("a client reads too slowly and is cut off");
        Connections.cut(request);
        leave();
    }

    private void leave() {
        if (left.compareAndSet(false, true)) {
            leave.run();
        }
    }
}
