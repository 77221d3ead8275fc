package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.RebuildView;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.ended.BatchRebuild;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Batches that are known again. */
@Path("/v1/batches/rebuild")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Batches")
class RebuildResource {

    private static final int USUAL = 100;

    private final BatchRebuild rebuild;

    RebuildResource(BatchRebuild rebuild) {
        this.rebuild = rebuild;
    }

    @POST
    @Operation(
            summary = "Make ended batches known again",
            description =
                    "For a farm that has lost its topics and kept its bucket, which holds a record of every batch that ended with "
                            + "its files written. They are in lists and usage again within seconds, with `rebuilt_at`; their "
                            + "tasks, history and verdicts are not. Looks at so many records, in the order of their ids: go on "
                            + "after last_id while there are more. What is known stays as it is, so repeating it changes nothing.")
    public RebuildView rebuild(
            @Parameter(description = Parameters.AFTER, schema = @Schema(implementation = BatchId.class))
                    @QueryParam("after")
                    @Nullable
                    String after,
            @Parameter(
                            description = "of records",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "" + Parameters.MAX_LIMIT,
                                            defaultValue = "" + USUAL))
                    @QueryParam("limit")
                    @Nullable
                    String limit)
            throws InterruptedException {
        return rebuild.rebuild(Parameters.after(after, BatchId::new), Parameters.limit(limit, USUAL));
    }
}
