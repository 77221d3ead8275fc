package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.BatchList;
import dev.renderfarm.common.api.BatchPatch;
import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.api.DeletedBatch;
import dev.renderfarm.common.api.RetryRequest;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchState;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.coordinator.ended.BatchPurge;
import dev.renderfarm.coordinator.http.PublicAddress;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.retry.BatchRetry;
import dev.renderfarm.coordinator.search.BatchQuery;
import dev.renderfarm.coordinator.search.BatchSearch;
import dev.renderfarm.coordinator.submission.BatchSteering;
import dev.renderfarm.coordinator.submission.BatchSubmission;
import dev.renderfarm.coordinator.submission.KnownBatches;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** OpenAI's Batches. */
@Path("/v1/batches")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Batches")
class BatchesResource {

    private static final int DEFAULT_LIMIT = 20;
    static final String TRACEPARENT =
            "trace context that the batch and its pictures continue (W3C); one that is malformed is ignored";

    private final KnownBatches batches;
    private final BatchSearch search;
    private final BatchSubmission submission;
    private final BatchSteering steering;
    private final BatchRetry retry;
    private final BatchPurge purge;
    private final PublicAddress address;

    BatchesResource(
            KnownBatches batches,
            BatchSearch search,
            BatchSubmission submission,
            BatchSteering steering,
            BatchRetry retry,
            BatchPurge purge,
            PublicAddress address) {
        this.batches = batches;
        this.search = search;
        this.submission = submission;
        this.steering = steering;
        this.retry = retry;
        this.purge = purge;
        this.address = address;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Submit a batch",
            description =
                    "The input is a file, `input_file_id`, or up to 1,000 `requests` that would be its lines, which become a "
                            + "file. Answers while it is being validated: follow the status. `renderfarm.on_invalid` says what "
                            + "becomes of the batch if some lines cannot be rendered: `reject_batch`, or `skip_lines`, which renders "
                            + "the others. With `renderfarm.strict` a column or field that the farm does not know is refused.")
    public Batch submit(
            @Nullable BatchRequest request,
            @Parameter(description = "repeating a submission with the same key gives the same batch")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String idempotencyKey,
            @Parameter(description = TRACEPARENT) @HeaderParam(Traceparent.HEADER) @Nullable String traceparent)
            throws InterruptedException {
        if (request == null) {
            throw RequestRefusedException.invalid(null, "the body is missing: send the batch as a JSON object");
        }
        return submission.submit(request, idempotencyKey, traced(traceparent));
    }

    @GET
    @Operation(
            summary = "List batches, newest first",
            description =
                    "`renderfarm.counts` says how many batches there are in each state, whatever the list is narrowed to. "
                            + "With `parent` or `q` a page may hold fewer than limit, even none: go on with after=last_id for "
                            + "as long as has_more is true.")
    public BatchList list(
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
            @Parameter(description = Parameters.AFTER, schema = @Schema(implementation = BatchId.class))
                    @QueryParam("after")
                    @Nullable
                    String after,
            @Parameter(
                            description = "only batches that render lines of this one again",
                            schema = @Schema(implementation = BatchId.class))
                    @QueryParam("parent")
                    @Nullable
                    String parent,
            @Parameter(
                            description = "only batches in this state; one may be in several",
                            schema = @Schema(implementation = BatchState.class))
                    @QueryParam("state")
                    @Nullable
                    String state,
            @Parameter(
                            description =
                                    "only batches with this text in their name, their id, the name of their input file or a "
                                            + "value of their metadata, or as the SKU of a line, whatever its case. SKUs are looked "
                                            + "for in the newest 100,000 lines, and further back when they are asked for again. Batches of releases before 0.2 do "
                                            + "not tell the name of their file",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            pattern = "\\S",
                                            maxLength = Parameters.LONGEST_SEARCH))
                    @QueryParam("q")
                    @Nullable
                    String q) {
        BatchQuery query = new BatchQuery(
                Parameters.batchState(state),
                parent == null ? null : find(batches, parent).id(),
                Parameters.search(q));
        return search.list(query, Parameters.limit(limit, DEFAULT_LIMIT), Parameters.after(after, BatchId::new))
                .orElseThrow(Parameters::unknownAfter);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A batch as it stands")
    public RestResponse<Batch> get(@PathParam("id") String id, @Context HttpServerRequest request) {
        Batch batch = find(batches, id);
        return RestResponse.ResponseBuilder.ok(batch)
                .header(HttpHeaders.CONTENT_LOCATION, address.of(request) + "/v1/batches/" + batch.id())
                .build();
    }

    @POST
    @Path("/{id}/cancel")
    @Operation(
            summary = "Cancel a batch",
            description = "What has been rendered stays. Repeating it changes nothing. 409 when the batch has ended "
                    + "otherwise, is about to, or its completion window is over.")
    public Batch cancel(@PathParam("id") String id) throws InterruptedException {
        return steering.cancel(Parameters.batchId(id));
    }

    @POST
    @Path("/{id}/pause")
    @Operation(
            summary = "Pause a batch",
            description = "None of its pictures is begun from now on; those that are being rendered are finished. "
                    + "`renderfarm.waiting_for` says so, with `paused`. Its completion window goes on. Repeating it changes "
                    + "nothing. 409 when the batch has ended or is about to.")
    public Batch pause(@PathParam("id") String id) throws InterruptedException {
        return steering.pause(Parameters.batchId(id));
    }

    @POST
    @Path("/{id}/resume")
    @Operation(
            summary = "Let a paused batch go on",
            description =
                    "Repeating it changes nothing, nor does it for a batch that was neither paused nor stopped for its failures. 409 when the batch "
                            + "has ended or is about to.")
    public Batch resume(@PathParam("id") String id) throws InterruptedException {
        return steering.resume(Parameters.batchId(id));
    }

    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change the name, the priority or the deadline of a batch",
            description =
                    "What the body does not say stays; an empty `name` or `deadline` takes it away. Of several batches "
                            + "that wait for a model's workers the one of higher `priority` gets more of them. A batch goes on "
                            + "beyond its `deadline`, to the end of its completion window. 409 when the batch has ended or is "
                            + "about to, unless only its name changes.")
    public Batch amend(@PathParam("id") String id, @Nullable BatchPatch request) throws InterruptedException {
        if (request == null) {
            throw RequestRefusedException.invalid(
                    null, "the body is missing: send name, priority or deadline as a JSON object");
        }
        return steering.amend(Parameters.batchId(id), request);
    }

    @POST
    @Path("/{id}/expedite")
    @Operation(
            summary = "Let a batch go first",
            description = "Gives it the highest `priority`, 100. Repeating it changes nothing. 409 when the batch has "
                    + "ended or is about to.")
    public Batch expedite(@PathParam("id") String id) throws InterruptedException {
        return steering.expedite(Parameters.batchId(id));
    }

    @POST
    @Path("/{id}/proceed")
    @Operation(
            summary = "Go on after the previews",
            description =
                    "Of a batch with `renderfarm.preview` one picture in so many is rendered first, and the others wait, "
                            + "as `renderfarm.waiting_for` says with `preview`, until they are wanted. Whoever does not want them cancels "
                            + "the batch: the previews stay. Its completion window goes on meanwhile. Repeating it changes nothing. 409 "
                            + "when the batch has no previews, has ended or is about to.")
    public Batch proceed(@PathParam("id") String id) throws InterruptedException {
        return steering.proceed(Parameters.batchId(id));
    }

    @POST
    @Path("/{id}/retry")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Render again what failed of a batch that has ended, or what is wanted anew",
            description =
                    "Its lines become the input of a new batch, whose renderfarm.parent_batch_id names it. The "
                            + "pictures keep their seeds, unless new_seed is true; unfinished asks too for what was cancelled "
                            + "or not rendered in time, all for what was rendered too, and custom_ids narrows it to these lines. 409 while the batch goes on, and where nothing failed.")
    public Batch retry(
            @PathParam("id") String id,
            @Nullable RetryRequest request,
            @Parameter(description = "repeating a retry with the same key gives the same batch")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String idempotencyKey,
            @Parameter(description = TRACEPARENT) @HeaderParam(Traceparent.HEADER) @Nullable String traceparent)
            throws InterruptedException {
        RetryRequest wanted = request == null ? RetryRequest.FAILED : request;
        return retry.retry(Parameters.batchId(id), wanted, idempotencyKey, traced(traceparent));
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            summary = "Purge a batch that has ended",
            description =
                    "Its pictures, their metadata, its files and items are deleted, and it is in no list and no usage any more; its "
                            + "input stays, which is a file of its own. Deletes up to 10,000 objects: while deleted is false ask "
                            + "again. 409 while it goes on, or a batch that renders its lines again does.")
    public DeletedBatch purge(@PathParam("id") String id) throws InterruptedException {
        return purge.purge(Parameters.batchId(id));
    }

    private static @Nullable Traceparent traced(@Nullable String header) {
        return Traceparent.parse(header).orElse(null);
    }

    static Batch find(KnownBatches batches, String id) {
        BatchId batch = Parameters.batchId(id);
        return batches.get(batch).orElseThrow(() -> RequestRefusedException.notFound("there is no batch " + batch));
    }
}
