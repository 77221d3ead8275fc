package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.items.ItemPages;
import dev.renderfarm.coordinator.submission.KnownBatches;
import dev.renderfarm.coordinator.thumbnails.EditSources;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What edits began with, to be held against what became of it. */
@Path("/v1/batches/{id}/tasks/{index}/source.png")
@Produces(MediaType.WILDCARD)
@Tag(name = "Batches")
class BatchSourcesResource {

    private static final String FOR_EVER = "private, max-age=31536000, immutable";

    private final KnownBatches batches;
    private final ItemPages items;
    private final EditSources sources;

    BatchSourcesResource(KnownBatches batches, ItemPages items, EditSources sources) {
        this.batches = batches;
        this.items = items;
        this.sources = sources;
    }

    @GET
    @Operation(
            summary = "The picture that an edit began with, laid out as its drawing began",
            description =
                    "As large as the picture that is drawn, with grey where nothing of the source is, so that one can be laid "
                            + "over the other; source_url of a task is its address. 404 where the task begins with none, or the "
                            + "source has been deleted or replaced since.")
    @APIResponse(
            responseCode = "200",
            description = "the PNG",
            content = {
                @Content(mediaType = EditSources.CONTENT_TYPE),
                @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM)
            })
    @APIResponse(responseCode = "304", description = "it is as the ETag in If-None-Match says")
    public Response get(
            @PathParam("id") String id,
            @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = Parameters.TASK_PATTERN))
                    @PathParam("index")
                    String index,
            @Context HttpServerRequest request)
            throws InterruptedException {
        BatchId batch = BatchesResource.find(batches, id).id();
        ImageRequest wanted = Parameters.task(batch, index)
                .flatMap(task -> items.item(batch, task.index())
                        .fold(item -> Optional.of(item.image()), lost -> Optional.<ImageRequest>empty()))
                .orElseThrow(() -> RequestRefusedException.notFound("the batch has no such task"));
        Edit edit = wanted.edit();
        if (edit == null) {
            throw RequestRefusedException.notFound("the task begins with no picture: it is no edit");
        }
        String tag = Revalidation.weak(edit.image().sha256());
        if (Revalidation.has(request, tag)) {
            return kept(Response.notModified(), tag);
        }
        byte[] png = sources.png(edit, wanted.size())
                .orElseThrow(() -> RequestRefusedException.notFound(
                        "the picture that the edit began with is no longer there, or is another one by now"));
        return kept(Response.ok(png).type(EditSources.CONTENT_TYPE).header("X-Content-Type-Options", "nosniff"), tag);
    }

    /** What a task asks for does not change, and nor does a source of that digest. */
    private static Response kept(Response.ResponseBuilder answer, String tag) {
        return answer.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, FOR_EVER)
                .build();
    }
}
