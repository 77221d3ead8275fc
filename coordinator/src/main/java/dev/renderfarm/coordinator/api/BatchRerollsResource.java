package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.RerollRequest;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.retry.BatchReroll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Pictures of a batch that are wanted otherwise. */
@Path("/v1/batches/{id}/rerolls")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Batches")
class BatchRerollsResource {

    private final BatchReroll reroll;

    BatchRerollsResource(BatchReroll reroll) {
        this.reroll = reroll;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Draw pictures otherwise",
            description =
                    "Up to 1,000 pictures, each by its `index` or by the `custom_id` of its line, with another `prompt`, "
                            + "`negative_prompt` or `seed`; a new seed is drawn unless `new_seed` is false. They become a batch of "
                            + "their own, and the one that they are of stays as it is: `renderfarm.parent_batch_id` names it, and "
                            + "`renderfarm.revision` counts such batches from 2. The pictures are further ones of the same line: "
                            + "`MUG-r2`, and with `n` also `MUG-r2-2`. 409 where a picture has not settled.")
    public Batch reroll(
            @PathParam("id") String id,
            @Nullable RerollRequest request,
            @Parameter(description = "repeating it with the same key gives the same batch")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String idempotencyKey,
            @Parameter(description = BatchesResource.TRACEPARENT) @HeaderParam(Traceparent.HEADER) @Nullable
                    String traceparent)
            throws InterruptedException {
        if (request == null) {
            throw RequestRefusedException.invalid(null, "the body is missing: send items as a JSON object");
        }
        return reroll.reroll(
                Parameters.batchId(id),
                request,
                idempotencyKey,
                Traceparent.parse(traceparent).orElse(null));
    }
}
