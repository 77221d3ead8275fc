package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.ErrorEnvelope;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.coordinator.config.ImagesConfig;
import dev.renderfarm.coordinator.http.PublicAddress;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.links.PublicUrl;
import dev.renderfarm.coordinator.pictures.DeskRequest;
import dev.renderfarm.coordinator.pictures.InlineRoom;
import dev.renderfarm.coordinator.pictures.PictureAnswers;
import dev.renderfarm.coordinator.pictures.PictureDesk;
import dev.renderfarm.coordinator.submission.KnownBatches;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Waits for ordered pictures, and answers with them or with where they will be. */
@Singleton
class PictureExchange {

    /** Of the parameters that all who order pictures have, for the contract. */
    static final String PREFER =
            "wait=SECONDS waits no longer than that (RFC 7240); else up to renderfarm.images.longest-wait";

    static final String IDEMPOTENCY_KEY = "repeating a request with the same key gives the same pictures";

    /** OpenAI's clients ask again by themselves after a 504, and each time for another picture, unless they read this. */
    private static final String SHOULD_RETRY = "x-should-retry";

    private static final Duration TICK = Duration.ofMillis(200);

    private final PictureDesk desk;
    private final PictureAnswers answers;
    private final InlineRoom room;
    private final KnownBatches batches;
    private final PublicAddress address;
    private final Vertx vertx;
    private final Duration longestWait;

    PictureExchange(
            PictureDesk desk,
            PictureAnswers answers,
            InlineRoom room,
            KnownBatches batches,
            PublicAddress address,
            Vertx vertx,
            ImagesConfig config) {
        this.desk = desk;
        this.answers = answers;
        this.room = room;
        this.batches = batches;
        this.address = address;
        this.vertx = vertx;
        this.longestWait = config.longestWait();
    }

    /** @throws RequestRefusedException where there is none */
    static Map<String, Object> body(@Nullable Map<String, Object> request) {
        if (request == null) {
            throw RequestRefusedException.invalid(null, "the body is missing: send the image request as a JSON object");
        }
        return request;
    }

    /** @param prefer how long it waits; null is as long as the farm does */
    Uni<Response> answer(
            DeskRequest request,
            @Nullable String prefer,
            @Nullable String idempotencyKey,
            @Nullable String traceparent,
            HttpServerRequest exchange)
            throws InterruptedException {
        Duration wait = Parameters.wait(prefer, longestWait);
        PublicUrl here = address.of(exchange);
        PictureDesk.Order order = desk.order(
                request, idempotencyKey, Traceparent.parse(traceparent).orElse(null));
        return Uni.createFrom()
                .completionStage(order.end())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(ended -> Response.ok(answers.of(ended, order.content() ? share(exchange) : null, here))
                        .build())
                .ifNoItem()
                .after(wait)
                .recoverWithUni(() -> Uni.createFrom()
                        .item(() -> tooLate(order.batch(), wait, here))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }

    /** Held until the exchange has ended: what is written last may wait for a slow reader. */
    private InlineRoom.Share share(HttpServerRequest exchange) {
        InlineRoom.Share share = room.share();
        HttpServerResponse response = exchange.response();
        vertx.setPeriodic(TICK.toMillis(), timer -> {
            if (response.ended() || response.closed()) {
                share.close();
                vertx.cancelTimer(timer);
            }
        });
        return share;
    }

    private Response tooLate(Batch opened, Duration wait, PublicUrl here) {
        Batch batch = batches.get(opened.id()).orElse(opened);
        WaitingFor reason = batch.renderfarm().waitingFor();
        String path = "/v1/batches/" + batch.id();
        String message = "the picture was not rendered within " + wait.toSeconds() + " s"
                + (reason == null ? "" : ", because of " + reason.code().wireName() + ": " + reason.message())
                + "; it is still wanted: ask for " + batch.id() + " with GET " + path + " later";
        FailureCode code = FailureCode.NOT_RENDERED_YET;
        return Response.status(code.httpStatus())
                .entity(ErrorEnvelope.of(code, code.httpStatus(), null, message))
                .type(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CONTENT_LOCATION, here + path)
                .header(SHOULD_RETRY, "false")
                .build();
    }
}
