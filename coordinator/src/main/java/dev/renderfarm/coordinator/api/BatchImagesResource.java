package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ImageFile;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.objectstore.store.ObjectStore;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Pictures and their metadata, as soon as they are rendered. */
@Path("/v1/batches/{id}/images/{file}")
@Produces(MediaType.WILDCARD)
@Tag(name = "Batches")
class BatchImagesResource {

    private static final String JSON = ".json";

    private final ObjectStore objects;

    BatchImagesResource(ObjectStore objects) {
        this.objects = objects;
    }

    @GET
    @Operation(summary = "A picture (name.png) or what is known of it (name.json)")
    @APIResponse(
            responseCode = "200",
            description = "the picture, or JSON",
            content = {@Content(mediaType = "image/png"), @Content(mediaType = MediaType.APPLICATION_JSON)})
    public Response get(
            @PathParam("id") String id, @PathParam("file") String file, @Context HttpServerRequest request) {
        BatchId batch = Parameters.batchId(id);
        if (file.endsWith(JSON)) {
            ImageName name = parse(ImageName::new, file.substring(0, file.length() - JSON.length()));
            return Download.of(
                    request, objects, ObjectKeys.imageMetadata(batch, name), MediaType.APPLICATION_JSON, file);
        }
        ImageFile image = parse(ImageFile::parse, file);
        return Download.of(
                request, objects, ObjectKeys.image(batch, image), image.format().contentType(), file);
    }

    private static <T> T parse(Function<String, T> reader, String text) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.notFound("there is no such image: ask for <name>.png or <name>.json");
        }
    }
}
