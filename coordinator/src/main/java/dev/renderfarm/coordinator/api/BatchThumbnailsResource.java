package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.thumbnail.Thumbnail;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.thumbnails.PictureDigests;
import dev.renderfarm.coordinator.thumbnails.ThumbnailStore;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Pictures made small, as soon as they are rendered. */
@Path("/v1/batches/{id}/thumbnails/{file}")
@Produces(MediaType.WILDCARD)
@Tag(name = "Batches")
class BatchThumbnailsResource {

    private static final String JPEG = ".jpg";
    private static final String FOR_EVER = "private, max-age=31536000, immutable";
    private static final String VERSION = "[0-9a-f]{8,64}";

    private final ThumbnailStore thumbnails;
    private final PictureDigests digests;

    BatchThumbnailsResource(ThumbnailStore thumbnails, PictureDigests digests) {
        this.thumbnails = thumbnails;
        this.digests = digests;
    }

    @GET
    @Operation(
            summary = "A picture made small (name.jpg)",
            description = "256 pixels on the longer side. It is made on demand where the worker left none. With v, the "
                    + "beginning of the picture's sha256, it may be kept for ever; thumbnail_url of a task has it.")
    @APIResponse(
            responseCode = "200",
            description = "the JPEG",
            content = {
                @Content(mediaType = Thumbnail.CONTENT_TYPE),
                @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM)
            })
    @APIResponse(responseCode = "304", description = "it is as the ETag in If-None-Match says")
    public Response get(
            @PathParam("id") String id,
            @PathParam("file") String file,
            @Parameter(
                            description = "first digits, at least 8, of the picture's sha256",
                            schema = @Schema(pattern = "^" + VERSION + "$"))
                    @QueryParam("v")
                    @Nullable
                    String version,
            @Context HttpServerRequest request)
            throws InterruptedException {
        if (version != null && !version.matches(VERSION)) {
            throw RequestRefusedException.invalid(
                    "v", "v must be the first digits, at least 8, of the picture's sha256 in lower-case hex");
        }
        BatchId batch = Parameters.batchId(id);
        ImageName name = name(file).orElseThrow(BatchThumbnailsResource::none);
        byte[] jpeg = thumbnails.get(batch, name).orElseThrow(BatchThumbnailsResource::none);
        String tag = Revalidation.strong(Sha256.hex(jpeg));
        Response.ResponseBuilder answer = Revalidation.has(request, tag)
                ? Response.notModified()
                : Response.ok(jpeg).type(Thumbnail.CONTENT_TYPE).header("X-Content-Type-Options", "nosniff");
        return Revalidation.with(answer, tag)
                .header(HttpHeaders.CACHE_CONTROL, null)
                .header(HttpHeaders.CACHE_CONTROL, isThere(batch, name, version) ? FOR_EVER : Revalidation.ASK_AGAIN)
                .build();
    }

    /** Whether the picture is of that version, so that none other is ever found under the address. */
    private boolean isThere(BatchId batch, ImageName name, @Nullable String version) {
        return version != null
                && digests.sha256(batch, name)
                        .filter(digest -> digest.startsWith(version))
                        .isPresent();
    }

    private static RequestRefusedException none() {
        return RequestRefusedException.notFound("there is no such picture: ask for <name>.jpg");
    }

    private static Optional<ImageName> name(String file) {
        if (!file.endsWith(JPEG)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ImageName(file.substring(0, file.length() - JPEG.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
