package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ImageFile;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.thumbnails.PictureDigests;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
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
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Pictures and their metadata, as soon as they are rendered. */
@Path("/v1/batches/{id}/images/{file}")
@Produces(MediaType.WILDCARD)
@Tag(name = "Batches")
class BatchImagesResource {

    private static final String JSON = ".json";
    private static final String NO_SNIFFING = "X-Content-Type-Options";

    private final ObjectStore objects;
    private final PictureDigests digests;

    BatchImagesResource(ObjectStore objects, PictureDigests digests) {
        this.objects = objects;
        this.digests = digests;
    }

    @GET
    @Operation(
            summary = "A picture (name.png, name.jpg or name.webp) or what is known of it (name.json)",
            description = "To be looked at; with download=1 to be kept as a file. The ETag of a picture is its sha256.")
    @APIResponse(
            responseCode = "200",
            description = "the picture, or JSON",
            content = {
                @Content(mediaType = "image/png"),
                @Content(mediaType = "image/jpeg"),
                @Content(mediaType = "image/webp"),
                @Content(mediaType = MediaType.APPLICATION_JSON)
            })
    @APIResponse(responseCode = "304", description = "it is as the ETag in If-None-Match says")
    public Response get(
            @PathParam("id") String id,
            @PathParam("file") String file,
            @Parameter(description = "1: to be kept as a file", schema = @Schema(enumeration = {"0", "1"}))
                    @QueryParam("download")
                    @Nullable
                    String download,
            @Context HttpServerRequest request) {
        BatchId batch = Parameters.batchId(id);
        Disposition disposition = Parameters.flag("download", download) ? Disposition.ATTACHMENT : Disposition.INLINE;
        if (file.endsWith(JSON)) {
            ImageName name = parse(ImageName::new, file.substring(0, file.length() - JSON.length()));
            return metadata(request, ObjectKeys.imageMetadata(batch, name), disposition.header(file));
        }
        ImageFile image = parse(ImageFile::parse, file);
        Optional<String> tag = digests.sha256(batch, image.name()).map(Revalidation::strong);
        return tag.flatMap(known -> Revalidation.ofKnown(request, known))
                .orElseGet(() -> picture(request, batch, image, tag, disposition.header(file)));
    }

    private Response picture(
            HttpServerRequest request, BatchId batch, ImageFile image, Optional<String> tag, String disposition) {
        String key = ObjectKeys.image(batch, image);
        Response.ResponseBuilder answer = Download.sized(request, objects, key)
                .type(image.format().contentType())
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition)
                .header(NO_SNIFFING, "nosniff");
        return tag.map(known -> Revalidation.with(answer, known))
                .orElseGet(() -> answer.header(HttpHeaders.CACHE_CONTROL, Revalidation.ASK_AGAIN))
                .build();
    }

    /** It is small, so that it tells its own tag. */
    private Response metadata(HttpServerRequest request, String key, String disposition) {
        try (InputStream stored = objects.get(key)) {
            byte[] json = stored.readAllBytes();
            String tag = Revalidation.strong(Sha256.hex(json));
            return Revalidation.ofKnown(request, tag).orElseGet(() -> Revalidation.with(Response.ok(json), tag)
                    .type(MediaType.APPLICATION_JSON)
                    .header(HttpHeaders.CONTENT_DISPOSITION, disposition)
                    .header(NO_SNIFFING, "nosniff")
                    .build());
        } catch (IOException e) {
            throw new StorageUnavailableException("reading " + key + " broke off: " + e.getMessage(), e);
        }
    }

    private static <T> T parse(Function<String, T> reader, String text) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.notFound(
                    "there is no such image: ask for <name>.png, <name>.jpg, <name>.webp or <name>.json");
        }
    }
}
