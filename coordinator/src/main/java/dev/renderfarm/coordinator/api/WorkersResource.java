package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.DeletedWorker;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.DrainMode;
import dev.renderfarm.coordinator.workers.WorkerDrains;
import dev.renderfarm.coordinator.workers.WorkerRegistry;
import dev.renderfarm.coordinator.workers.WorkerRemoval;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The workers of the farm. */
@Path("/v1/workers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Workers")
class WorkersResource {

    private final WorkerRegistry registry;
    private final WorkerDrains drains;
    private final WorkerRemoval removal;

    private final SeenTasks seen;

    WorkersResource(WorkerRegistry registry, WorkerDrains drains, WorkerRemoval removal, SeenTasks seen) {
        this.seen = seen;
        this.registry = registry;
        this.drains = drains;
        this.removal = removal;
    }

    @GET
    @Operation(summary = "List the workers that have been heard of in the last hour")
    public ListView<WorkerView> list() {
        return ListView.of(
                seen.workers().of(registry.views()), view -> view.heartbeat().workerId(), false);
    }

    @POST
    @Path("/{id}/drain")
    @Operation(
            summary = "Drain a worker",
            description =
                    "It claims no more, finishes what it has in hand, or with mode=now gives it back, and ends with exit "
                            + "code 0; whatever watches it may start it again. The answer is the worker as it was heard of "
                            + "last. Repeating it changes nothing; after_current may be followed by now. 409 when it has "
                            + "stopped.")
    public WorkerView drain(
            @PathParam("id") String id,
            @Parameter(schema = @Schema(implementation = DrainMode.class, defaultValue = "after_current"))
                    @QueryParam("mode")
                    @Nullable
                    String mode)
            throws InterruptedException {
        return told(drains.drain(Parameters.workerId(id), Parameters.drainMode(mode)));
    }

    private WorkerView told(WorkerView worker) {
        return seen.workers().of(List.of(worker)).get(0);
    }

    @POST
    @Path("/{id}/resume")
    @Operation(
            summary = "Take back a drain",
            description =
                    "A worker that was asked to drain claims again, for as long as it has something in hand: once it has not "
                            + "it ends, as where it was asked with mode=now. The answer is the worker as it was heard of last; "
                            + "what becomes of it its state tells. It changes nothing where the worker does not drain. 409 when "
                            + "it has stopped.")
    public WorkerView resume(@PathParam("id") String id) throws InterruptedException {
        return told(drains.resume(Parameters.workerId(id)));
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            summary = "Forget a worker that has gone",
            description = "It is listed no more, until it is heard of again. 409 while it is live.")
    public DeletedWorker forget(@PathParam("id") String id) throws InterruptedException {
        WorkerId worker = Parameters.workerId(id);
        removal.remove(worker);
        return new DeletedWorker(worker);
    }
}
