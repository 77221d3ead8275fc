package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.ImagesView;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.coordinator.http.HoldsPictures;
import dev.renderfarm.coordinator.pictures.EditRequests;
import dev.renderfarm.coordinator.pictures.FormPart;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;
import org.jspecify.annotations.Nullable;

/** OpenAI's Images: pictures that begin with another one, while somebody waits. */
@Path("/v1/images/edits")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Images")
class EditsResource {

    private final EditRequests edits;
    private final PictureExchange pictures;

    EditsResource(EditRequests edits, PictureExchange pictures) {
        this.edits = edits;
        this.pictures = pictures;
    }

    @POST
    @Blocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Render pictures now that begin with another one",
            description =
                    "As POST /v1/images/generations, with a picture and perhaps a mask: files by id, data URLs, or"
                            + " files of a form. Those that come with the request become files of the purpose `vision`, which"
                            + " expire after a day. What is transparent in the mask, or in the picture where there is none, is"
                            + " painted anew.")
    @APIResponse(
            responseCode = "200",
            description = "the pictures",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ImagesView.class)))
    public Uni<Response> edit(
            @HoldsPictures @Nullable Map<String, Object> request,
            @Parameter(description = PictureExchange.PREFER) @HeaderParam("Prefer") @Nullable String prefer,
            @Parameter(description = PictureExchange.IDEMPOTENCY_KEY) @HeaderParam("Idempotency-Key") @Nullable
                    String idempotencyKey,
            @Parameter(description = BatchesResource.TRACEPARENT) @HeaderParam(Traceparent.HEADER) @Nullable
                    String traceparent,
            @Context HttpServerRequest exchange)
            throws InterruptedException {
        return pictures.answer(
                edits.ofJson(PictureExchange.body(request)), prefer, idempotencyKey, traceparent, exchange);
    }

    @POST
    @Blocking
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(hidden = true)
    public Uni<Response> editForm(
            MultipartFormDataInput form,
            @HeaderParam("Prefer") @Nullable String prefer,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @HeaderParam(Traceparent.HEADER) @Nullable String traceparent,
            @Context HttpServerRequest exchange)
            throws InterruptedException {
        Map<String, List<FormPart>> parts = new LinkedHashMap<>();
        form.getValues()
                .forEach((name, values) ->
                        parts.put(name, values.stream().map(EditsResource::part).toList()));
        return pictures.answer(edits.ofForm(parts), prefer, idempotencyKey, traceparent, exchange);
    }

    private static FormPart part(FormValue value) {
        return value.isFileItem()
                ? new FormPart("", value.getFileItem().getFile(), UploadName.of(value.getFileName()))
                : new FormPart(value.getValue(), null, "");
    }
}
