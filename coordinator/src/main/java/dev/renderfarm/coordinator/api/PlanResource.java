package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.plan.BatchPlan;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.plan.BatchPlanner;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a batch would be. */
@Path("/v1/batches/plan")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Batches")
class PlanResource {

    private final BatchPlanner planner;

    PlanResource(BatchPlanner planner) {
        this.planner = planner;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Plan a batch before paying for it",
            description = "Takes the body of a submission, checks all that a submission checks, and creates nothing: "
                    + "mistakes by kind with their lines and cells, the first prompts as they would be drawn, pictures by "
                    + "what they ask of a device, device time, cost, and when it would be done under the present load. "
                    + "`renderfarm.corrections` are laid over the lines of the file, which stays as it is; submit the same "
                    + "body to have them applied.")
    public BatchPlan plan(@Nullable BatchRequest request) throws InterruptedException {
        if (request == null) {
            throw RequestRefusedException.invalid(null, "the body is missing: send the batch as a JSON object");
        }
        return planner.plan(request);
    }
}
