package dev.renderfarm.coordinator.api;

import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.sources.SourceDesk;
import dev.renderfarm.coordinator.sources.UnusableSourceException;
import dev.renderfarm.objectstore.store.ObjectStore;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Pictures in the bucket that edits begin with, and that are no uploads. */
@Path("/v1/sources")
@Produces(MediaType.WILDCARD)
@Tag(name = "Files")
class SourcesResource {

    private static final String KEY = "key";

    private final ObjectStore objects;
    private final SourceDesk sources;

    SourcesResource(ObjectStore objects, SourceDesk sources) {
        this.objects = objects;
        this.sources = sources;
    }

    @GET
    @Operation(
            summary = "A picture that edits begin with, by its key in the bucket",
            description = "Of keys below `renderfarm.sources.prefix`, and of pictures that came as data URLs, as the "
                    + "metadata beside a picture, tasks and manifest name them; whatever is no picture that a line may "
                    + "name is not given out. An upload is `GET /v1/files/{id}/content`.")
    @APIResponse(
            responseCode = "200",
            description = "the file of the picture",
            content = @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM))
    public Response get(
            @Parameter(
                            description = "as in `edit.image.key` of the metadata, such as `sources/mug.png`",
                            required = true,
                            schema = @Schema(type = SchemaType.STRING, pattern = "\\S"))
                    @QueryParam(KEY)
                    @Nullable
                    String key,
            @Context HttpServerRequest request)
            throws InterruptedException {
        if (key == null) {
            throw RequestRefusedException.invalid(
                    KEY, "is missing: name the key of a picture, such as sources/mug.png");
        }
        try {
            sources.check(key);
        } catch (UnusableSourceException e) {
            throw new RequestRefusedException(e.code(), KEY, e.getMessage());
        }
        String name = key.substring(key.lastIndexOf('/') + 1);
        return Download.of(request, objects, key, MediaType.APPLICATION_OCTET_STREAM, name);
    }
}
