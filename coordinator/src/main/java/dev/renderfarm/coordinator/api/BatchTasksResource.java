package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.SkipRequest;
import dev.renderfarm.common.api.TaskDetails;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.gallery.TaskFilter;
import dev.renderfarm.coordinator.gallery.TaskOrder;
import dev.renderfarm.coordinator.gallery.TaskOrders;
import dev.renderfarm.coordinator.gallery.TaskPages;
import dev.renderfarm.coordinator.http.PublicAddress;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.review.PictureSkips;
import dev.renderfarm.coordinator.submission.KnownBatches;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The pictures of a batch, one by one. */
@Path("/v1/batches/{id}/tasks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Batches")
class BatchTasksResource {

    private static final int DEFAULT_LIMIT = 100;

    private final KnownBatches batches;
    private final TaskPages pages;
    private final TaskDirectory tasks;
    private final TaskOrders orders;
    private final PictureSkips skips;
    private final PublicAddress address;

    BatchTasksResource(
            KnownBatches batches,
            TaskPages pages,
            TaskDirectory tasks,
            TaskOrders orders,
            PictureSkips skips,
            PublicAddress address) {
        this.batches = batches;
        this.pages = pages;
        this.tasks = tasks;
        this.orders = orders;
        this.skips = skips;
        this.address = address;
    }

    @GET
    @Operation(
            summary = "List the tasks of a batch in the order of its input",
            description = "Each with what its line asks for, those that wait too. A task's index is its place, so "
                    + "after=<batch>/<index-1> begins anywhere. state: waiting, in_flight, completed, failed or "
                    + "cancelled. drawing tells of one in flight at which step its device is. Where few tasks are wanted a page may hold fewer than limit: go on with "
                    + "after=last_id for as long as has_more is true.")
    public ListView<TaskDetails> list(
            @PathParam("id") String id,
            @Parameter(schema = @Schema(implementation = TaskState.class)) @QueryParam("state") @Nullable String state,
            @Parameter(
                            description = "verdict on the picture, of those that were rendered",
                            schema = @Schema(implementation = Verdict.class))
                    @QueryParam("review")
                    @Nullable
                    String review,
            @Parameter(description = "verbatim: only tasks of this id") @QueryParam("custom_id") @Nullable
                    String customId,
            @Parameter(description = "the same as custom_id") @QueryParam("sku") @Nullable String sku,
            @Parameter(
                            description =
                                    "words, divided by spaces: only tasks with all of them in their id, their picture's name or "
                                            + "their prompt, whatever the case",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            pattern = "\\S",
                                            maxLength = Parameters.LONGEST_SEARCH))
                    @QueryParam("q")
                    @Nullable
                    String q,
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
                    String after,
            @Context HttpServerRequest request) {
        BatchId batch = BatchesResource.find(batches, id).id();
        TaskPages.Page page = pages.page(
                batch,
                new TaskFilter(
                        Parameters.taskState(state), Parameters.verdict(review), customId(customId, sku), words(q)),
                from(batch, after),
                Parameters.limit(limit, DEFAULT_LIMIT),
                address.of(request));
        List<TaskDetails> found = page.tasks();
        if (page.next() != null) {
            String first = found.isEmpty() ? null : found.get(0).task().id().toString();
            return new ListView<>(found, first, new TaskId(batch, page.next() - 1).toString(), true);
        }
        return ListView.of(found, details -> details.task().id(), false);
    }

    @GET
    @Path("/states")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            summary = "All tasks of a batch at a letter each",
            description =
                    "Two lines of as many letters as the batch has tasks, in their order. The first has states: w "
                            + "waiting, f in flight, c completed, x failed, k cancelled. The second has verdicts: . undecided, a "
                            + "approved, r rejected. The ETag is renderfarm.sequence; what it names is at least as new. Send "
                            + "Accept-Encoding: gzip.")
    @APIResponse(
            responseCode = "200",
            description = "the letters",
            content = @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "304", description = "the batch is as the ETag in If-None-Match says")
    public Response states(@PathParam("id") String id, @Context HttpServerRequest request) {
        Batch batch = BatchesResource.find(batches, id);
        String tag = Revalidation.weak(Long.toString(batch.renderfarm().sequence()));
        return Revalidation.ofKnown(request, tag).orElseGet(() -> Revalidation.with(
                        CompressedText.of(request, tasks.letters(batch.id()).text()), tag)
                .build());
    }

    @GET
    @Path("/order")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            summary = "All tasks of a batch in an order",
            description =
                    "Their indexes, divided by commas. by: file, the order of the input; newest, those that ended last "
                            + "before others; sku, by their ids, numbers in them as numbers. With lines=1 of the pictures of each line of "
                            + "the input only the first. 400 of a batch of more than 100,000 tasks. Send Accept-Encoding: gzip.")
    @APIResponse(
            responseCode = "200",
            description = "the indexes",
            content = @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "304", description = "the order is as the ETag in If-None-Match says")
    public Response order(
            @PathParam("id") String id,
            @Parameter(schema = @Schema(implementation = TaskOrder.class)) @QueryParam("by") @Nullable String by,
            @Parameter(
                            description = "1: of the pictures of each line only the first",
                            schema = @Schema(enumeration = {"0", "1"}))
                    @QueryParam("lines")
                    @Nullable
                    String lines,
            @Context HttpServerRequest request)
            throws InterruptedException {
        TaskOrder order = Parameters.taskOrder(by);
        boolean firstOfLines = Parameters.flag("lines", lines);
        Batch batch = BatchesResource.find(batches, id);
        int total = batch.taskCounts().total();
        if (total > TaskOrders.MOST) {
            throw RequestRefusedException.invalid(
                    "by", "a batch of more than " + TaskOrders.MOST + " tasks is listed in the order of its input");
        }
        String tag = Revalidation.weak(
                order == TaskOrder.NEWEST ? "n" + batch.renderfarm().sequence() : order.wireName() + total);
        if (Revalidation.has(request, tag)) {
            return Revalidation.with(Response.notModified(), tag).build();
        }
        byte[] indexes = text(orders.of(batch.id(), total, order, firstOfLines));
        return Revalidation.with(CompressedText.of(request, indexes), tag).build();
    }

    private static byte[] text(int[] indexes) {
        return Arrays.stream(indexes)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "", "\n"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    @GET
    @Path("/{index}")
    @Operation(summary = "A task of a batch, by its place from 0 or by its id")
    public TaskDetails get(
            @PathParam("id") String id,
            @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = Parameters.TASK_PATTERN))
                    @PathParam("index")
                    String index,
            @Context HttpServerRequest request) {
        BatchId batch = BatchesResource.find(batches, id).id();
        return Parameters.task(batch, index)
                .flatMap(task -> pages.task(task, address.of(request)))
                .orElseThrow(() -> RequestRefusedException.notFound("the batch has no such task"));
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

    private static List<String> words(@Nullable String q) {
        return Stream.of(Parameters.search(q).strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Null for all. */
    private static @Nullable String customId(@Nullable String customId, @Nullable String sku) {
        List<String> given = Stream.of(customId == null ? "" : customId, sku == null ? "" : sku)
                .filter(id -> !id.isBlank())
                .map(String::strip)
                .distinct()
                .toList();
        if (given.size() > 1) {
            throw RequestRefusedException.invalid("sku", "sku and custom_id are the same: give one of them");
        }
        return given.isEmpty() ? null : given.get(0);
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
