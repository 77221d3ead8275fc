package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.coordinator.batch.BatchHistories;
import dev.renderfarm.coordinator.submission.KnownBatches;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What happened to a batch. */
@Path("/v1/batches/{id}/history")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Batches")
class BatchHistoryResource {

    private final KnownBatches batches;
    private final BatchHistories histories;

    BatchHistoryResource(KnownBatches batches, BatchHistories histories) {
        this.batches = batches;
        this.histories = histories;
    }

    @GET
    @Operation(
            summary = "What happened to a batch",
            description =
                    "Oldest first: handed in, valid, first picture, pauses and what it stood still for with their ends, "
                            + "changes of name and priority, retries, previews that were let go on, its end, verdicts. At most "
                            + BatchHistory.MOST
                            + ": of what happens again and again the oldest are left out, and counted in "
                            + "left_out. Empty for a batch that had ended before the farm kept histories.")
    public BatchHistory history(@PathParam("id") String id) {
        return histories.of(BatchesResource.find(batches, id).id());
    }
}
