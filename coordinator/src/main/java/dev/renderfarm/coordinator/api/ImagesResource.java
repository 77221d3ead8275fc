package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.ImagesView;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.coordinator.pictures.DeskRequest;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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

    private final PictureExchange pictures;

    ImagesResource(PictureExchange pictures) {
        this.pictures = pictures;
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
            @Parameter(description = PictureExchange.PREFER) @HeaderParam("Prefer") @Nullable String prefer,
            @Parameter(description = PictureExchange.IDEMPOTENCY_KEY) @HeaderParam("Idempotency-Key") @Nullable
                    String idempotencyKey,
            @Parameter(description = BatchesResource.TRACEPARENT) @HeaderParam(Traceparent.HEADER) @Nullable
                    String traceparent,
            @Context HttpServerRequest exchange)
            throws InterruptedException {
        return pictures.answer(
                DeskRequest.generation(PictureExchange.body(request)), prefer, idempotencyKey, traceparent, exchange);
    }
}
