package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.ErrorEnvelope;
import dev.renderfarm.common.api.ImagesView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.coordinator.config.ImagesConfig;
import dev.renderfarm.coordinator.http.PublicAddress;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.links.PublicUrl;
import dev.renderfarm.coordinator.pictures.InlineRoom;
import dev.renderfarm.coordinator.pictures.PictureAnswers;
import dev.renderfarm.coordinator.pictures.PictureDesk;
import dev.renderfarm.coordinator.submission.KnownBatches;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** OpenAI's Images: pictures while somebody waits. */
@Path("/v1/images/generations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Images")
class ImagesResource {

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

    ImagesResource(
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

    @POST
    @Blocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Render pictures now",
            description =
                    "One to ten pictures of a prompt, ahead of batches, which keep half of each device. They are a"
                            + " batch of their own, whose id `renderfarm.batch_id` names. Where they are not rendered within"
                            + " the wait the answer is 504 with the code `not_rendered_yet`; its message and the header"
                            + " Content-Location name the batch, which goes on: its pictures are found there. Fields of OpenAI's that change no pixel"
                            + " here are ignored with a warning in `renderfarm.warnings`, others are refused by name.")
    @APIResponse(
            responseCode = "200",
            description = "the pictures",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ImagesView.class)))
    public Uni<Response> generate(
            @Nullable Map<String, Object> request,
            @Parameter(
                            description =
                                    "wait=SECONDS waits no longer than that (RFC 7240); else up to renderfarm.images.longest-wait")
                    @HeaderParam("Prefer")
                    @Nullable
                    String prefer,
            @Parameter(description = "repeating a request with the same key gives the same pictures")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String idempotencyKey,
            @Parameter(description = BatchesResource.TRACEPARENT) @HeaderParam(Traceparent.HEADER) @Nullable
                    String traceparent,
            @Context HttpServerRequest exchange)
            throws InterruptedException {
        if (request == null) {
            throw RequestRefusedException.invalid(null, "the body is missing: send the image request as a JSON object");
        }
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
