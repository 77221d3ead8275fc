package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.objectstore.store.ObjectStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Pictures and their metadata, as soon as they are rendered. */
@Path("/v1/batches/{id}/images/{file}")
@Produces(MediaType.WILDCARD)
@Tag(name = "Batches")
class BatchImagesResource {

    private static final String PNG = ".png";
    private static final String JSON = ".json";

    private final ObjectStore objects;

    BatchImagesResource(ObjectStore objects) {
        this.objects = objects;
    }

    @GET
    @Operation(summary = "A picture (name.png) or what is known of it (name.json)")
    public Response get(@PathParam("id") String id, @PathParam("file") String file) {
        BatchId batch = Parameters.batchId(id);
        if (file.endsWith(PNG)) {
            return Download.of(objects, ObjectKeys.image(batch, name(file, PNG)), "image/png", file);
        }
        if (file.endsWith(JSON)) {
            return Download.of(
                    objects, ObjectKeys.imageMetadata(batch, name(file, JSON)), MediaType.APPLICATION_JSON, file);
        }
        throw noImage();
    }

    private static ImageName name(String file, String suffix) {
        try {
            return new ImageName(file.substring(0, file.length() - suffix.length()));
        } catch (IllegalArgumentException e) {
            throw noImage();
        }
    }

    private static RequestRefusedException noImage() {
        return RequestRefusedException.notFound("there is no such image: ask for <name>.png or <name>.json");
    }
}
