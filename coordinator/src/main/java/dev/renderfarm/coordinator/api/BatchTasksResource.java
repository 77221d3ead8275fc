package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.submission.KnownBatches;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The pictures of a batch, one by one. */
@Path("/v1/batches/{id}/tasks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Batches")
class BatchTasksResource {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST_SCANS = 32;

    private final KnownBatches batches;
    private final TaskDirectory tasks;

    BatchTasksResource(KnownBatches batches, TaskDirectory tasks) {
        this.batches = batches;
        this.tasks = tasks;
    }

    @GET
    @Operation(
            summary = "List the tasks of a batch in the order of its input",
            description =
                    "state: waiting, in_flight, completed, failed or cancelled. Where few tasks have the state a page"
                            + " may hold fewer than limit: go on with after=last_id for as long as has_more is true.")
    public ListView<TaskView> list(
            @PathParam("id") String id,
            @Parameter(schema = @Schema(implementation = TaskState.class)) @QueryParam("state") @Nullable String state,
            @Parameter(
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "" + Parameters.MAX_LIMIT,
                                            defaultValue = "" + DEFAULT_LIMIT))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Parameter(description = Parameters.AFTER, schema = @Schema(implementation = TaskId.class))
                    @QueryParam("after")
                    @Nullable
                    String after) {
        BatchId batch = BatchesResource.find(batches, id).id();
        return collect(batch, Parameters.taskState(state), from(batch, after), Parameters.limit(limit, DEFAULT_LIMIT));
    }

    private ListView<TaskView> collect(BatchId batch, @Nullable TaskState state, int from, int limit) {
        List<TaskView> found = new ArrayList<>();
        Integer next = from;
        for (int scans = 0; next != null && found.size() < limit && scans < MOST_SCANS; scans++) {
            TaskDirectory.Page page = tasks.list(batch, state, next, limit - found.size());
            found.addAll(page.tasks());
            next = page.next();
        }
        String first = found.isEmpty() ? null : found.get(0).id().toString();
        if (next != null) {
            return new ListView<>(found, first, new TaskId(batch, next - 1).toString(), true);
        }
        return ListView.of(found, TaskView::id, false);
    }

    private static int from(BatchId batch, @Nullable String after) {
        TaskId task = Parameters.after(after, TaskId::parse);
        if (task == null) {
            return 0;
        }
        if (!task.batchId().equals(batch)) {
            throw Parameters.unknownAfter();
        }
        return task.index() + 1;
    }
}
