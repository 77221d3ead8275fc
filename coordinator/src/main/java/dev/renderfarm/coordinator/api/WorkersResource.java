package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.coordinator.workers.WorkerRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
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

    WorkersResource(WorkerRegistry registry) {
        this.registry = registry;
    }

    @GET
    @Operation(summary = "List the workers that have been heard of in the last hour")
    public ListView<WorkerView> list() {
        return ListView.of(registry.views(), view -> view.heartbeat().workerId(), false);
    }
}
