package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.archive.ArchiveChoice;
import dev.renderfarm.coordinator.archive.Archives;
import dev.renderfarm.coordinator.archive.TaskRanges;
import dev.renderfarm.coordinator.submission.KnownBatches;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** All pictures of a batch in one download. */
@Path("/v1/batches/{id}/archive.zip")
@Produces(MediaType.WILDCARD)
@Tag(name = "Batches")
class BatchArchiveResource {

    private static final String ZIP = "application/zip";

    private final KnownBatches batches;
    private final Archives archives;

    BatchArchiveResource(KnownBatches batches, Archives archives) {
        this.batches = batches;
        this.archives = archives;
    }

    @GET
    @Operation(
            summary = "The pictures of a batch as one ZIP",
            description =
                    "Named by SKU, with those of batches that render its lines again (`renderfarm.parent_batch_id`) "
                            + "and a manifest.csv. It is made while it is sent, so it has no Content-Length: where a picture is missing "
                            + "the connection breaks off. More than 5 GB are refused: `farm download` fetches them.")
    @APIResponse(
            responseCode = "200",
            description = "the ZIP",
            content = {@Content(mediaType = ZIP), @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM)})
    public Response get(
            @PathParam("id") String id,
            @Parameter(
                            description = "only pictures that were judged so",
                            schema = @Schema(implementation = Verdict.class))
                    @QueryParam("review")
                    @Nullable
                    String review,
            @Parameter(
                            description = "only pictures of the SKUs of these tasks, by index, such as 0-11,15: "
                                    + "in all their variants, and as they were drawn again",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            pattern = TaskRanges.PATTERN,
                                            maxLength = TaskRanges.LONGEST))
                    @QueryParam("tasks")
                    @Nullable
                    String tasks,
            @Context HttpServerRequest request) {
        Batch batch = BatchesResource.find(batches, id);
        Verdict judged = Parameters.verdict(review);
        TaskRanges chosen = tasks == null ? null : TaskRanges.parse("tasks", tasks);
        String name = batch.id()
                + (judged == null ? "" : "-" + judged.wireName())
                + (chosen == null ? "" : "-chosen")
                + ".zip";
        ArchiveChoice choice = new ArchiveChoice(judged, chosen);
        return Download.of(request, () -> archives.open(batch.id(), choice), ZIP, name)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
