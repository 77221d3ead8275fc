package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.SkipRequest;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.review.PictureSkips;
import dev.renderfarm.coordinator.submission.KnownBatches;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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
    private final PictureSkips skips;

    BatchTasksResource(KnownBatches batches, TaskDirectory tasks, PictureSkips skips) {
        this.batches = batches;
        this.tasks = tasks;
        this.skips = skips;
    }

    @GET
    @Operation(
            summary = "List the tasks of a batch in the order of its input",
            description =
                    "review: undecided, approved or rejected, of those that were rendered. state: waiting, in_flight, completed, failed or cancelled. Where few tasks have the state a page"
                            + " may hold fewer than limit: go on with after=last_id for as long as has_more is true.")
    public ListView<TaskView> list(
            @PathParam("id") String id,
            @Parameter(schema = @Schema(implementation = TaskState.class)) @QueryParam("state") @Nullable String state,
            @Parameter(description = "verdict on the picture", schema = @Schema(implementation = Verdict.class))
                    @QueryParam("review")
                    @Nullable
                    String review,
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
        return collect(batch, wanted(state, review), from(batch, after), Parameters.limit(limit, DEFAULT_LIMIT));
    }

    private static Predicate<TaskView> wanted(@Nullable String state, @Nullable String review) {
        TaskState wantedState = Parameters.taskState(state);
        Verdict verdict = Parameters.verdict(review);
        return task -> (wantedState == null || task.state() == wantedState)
                && (verdict == null || (task.state() == TaskState.COMPLETED && task.verdict() == verdict));
    }

    @POST
    @Path("/skip")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Skip pictures that nobody needs any more",
            description =
                    "Up to 1,000 lines by `custom_ids` or pictures by `indexes`. Those that have not settled are cancelled, "
                            + "each by itself, and counted so; what comes of them later counts for nothing. The batch goes on with the "
                            + "others. 409 when the batch does not go on, or all of these have settled.")
    public Batch skip(@PathParam("id") String id, @Nullable SkipRequest request) throws InterruptedException {
        if (request == null) {
            throw RequestRefusedException.invalid(
                    null, "the body is missing: send custom_ids or indexes as a JSON object");
        }
        return skips.skip(Parameters.batchId(id), request);
    }

    private ListView<TaskView> collect(BatchId batch, Predicate<TaskView> wanted, int from, int limit) {
        List<TaskView> found = new ArrayList<>();
        Integer next = from;
        for (int scans = 0; next != null && found.size() < limit && scans < MOST_SCANS; scans++) {
            TaskDirectory.Page page = tasks.matching(batch, wanted, next, limit - found.size());
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
