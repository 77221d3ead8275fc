package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.coordinator.workers.WorkerDrains;
import dev.renderfarm.coordinator.workers.WorkerRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The workers of the farm. */
@Path("/v1/workers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Workers")
class WorkersResource {

    private final WorkerRegistry registry;
    private final WorkerDrains drains;

    WorkersResource(WorkerRegistry registry, WorkerDrains drains) {
        this.registry = registry;
        this.drains = drains;
    }

    @GET
    @Operation(summary = "List the workers that have been heard of in the last hour")
    public ListView<WorkerView> list() {
        return ListView.of(registry.views(), view -> view.heartbeat().workerId(), false);
    }

    @POST
    @Path("/{id}/drain")
    @Operation(
            summary = "Drain a worker",
            description =
                    "It claims no more, finishes what it has in hand, and ends with exit code 0; whatever watches "
                            + "it may start it again. The answer is the worker as it was heard of last. Repeating it changes "
                            + "nothing. 409 when it has stopped.")
    public WorkerView drain(@PathParam("id") String id) throws InterruptedException {
        return drains.drain(Parameters.workerId(id));
    }
}
