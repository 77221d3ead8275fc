package dev.renderfarm.cli.api;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.api.DeletedBatch;
import dev.renderfarm.common.api.DeletedWorker;
import dev.renderfarm.common.api.FailureView;
import dev.renderfarm.common.api.FarmView;
import dev.renderfarm.common.api.ImagesView;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.ModelView;
import dev.renderfarm.common.api.RebuildView;
import dev.renderfarm.common.api.RerollRequest;
import dev.renderfarm.common.api.RetryRequest;
import dev.renderfarm.common.api.TaskDetails;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.batch.BatchState;
import dev.renderfarm.common.catalogue.DeliveryProfile;
import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.catalogue.PromptTemplate;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.plan.BatchPlan;
import dev.renderfarm.common.storage.FilePurpose;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.worker.DrainMode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the farm's API has. Every method throws {@link FarmException} when it does not get what it asks for. Long because each
 * call of the API has a method. Thread-safe.
 */
public final class FarmClient {

    private static final int SUBMIT_ATTEMPTS = 3;

    private final FarmHttp http;

    public FarmClient(URI base) {
        this(base, FarmHttp.Limits.USUAL);
    }

    /** @param key to be sent with each request */
    public FarmClient(URI base, Optional<String> key) {
        this.http = new FarmHttp(base, FarmHttp.Limits.USUAL, key);
    }

    FarmClient(URI base, FarmHttp.Limits limits) {
        this.http = new FarmHttp(base, limits, Optional.empty());
    }

    public KeyWishes keys() {
        return new KeyWishes(http);
    }

    public FilesClient files() {
        return new FilesClient(http);
    }

    public LibraryClient library() {
        return new LibraryClient(http);
    }

    /**
     * Sends a file of requests.
     *
     * @param name what the farm shall call it
     */
    public FileId upload(Path file, String name) throws InterruptedException {
        return files().upload(FilePurpose.BATCH, file, name, null).id();
    }

    /** Sends a picture that edits may begin with. */
    public FileId uploadPicture(Path file, String name) throws InterruptedException {
        return files().upload(FilePurpose.VISION, file, name, null).id();
    }

    /**
     * Uploaded pictures, newest first.
     *
     * @param after id of the file after which the page begins; null for the first page
     */
    public ListView<UploadedFile> pictures(int limit, @Nullable FileId after) throws InterruptedException {
        return files().list(FilePurpose.VISION, limit, after);
    }

    /** @param idempotencyKey the same key submits the same batch, however often it is sent */
    public Batch submit(BatchRequest batch, String idempotencyKey) throws InterruptedException {
        return open("/v1/batches", batch, idempotencyKey);
    }

    /** What the batch would be; nothing is created. */
    public BatchPlan plan(BatchRequest batch) throws InterruptedException {
        HttpRequest request = http.request("/v1/batches/plan")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(batch)))
                .build();
        return http.read(request, http.limits().picture(), body -> Json.read(body, BatchPlan.class));
    }

    public ListView<Preset> presets() throws InterruptedException {
        return http.get("/v1/presets", body -> ListView.read(body, Preset.class));
    }

    public ListView<ModelView> models() throws InterruptedException {
        return http.get("/v1/models", body -> ListView.read(body, ModelView.class));
    }

    public ListView<DeliveryProfile> profiles() throws InterruptedException {
        return http.get("/v1/profiles", body -> ListView.read(body, DeliveryProfile.class));
    }

    public ListView<PromptTemplate> templates() throws InterruptedException {
        return http.get("/v1/templates", body -> ListView.read(body, PromptTemplate.class));
    }

    /** Opens a batch of what failed of that one; the key works as in {@link #submit}. */
    public Batch retry(BatchId ended, RetryRequest wanted, String idempotencyKey) throws InterruptedException {
        return open("/v1/batches/" + ended + "/retry", wanted, idempotencyKey);
    }

    private Batch open(String path, Object body, String idempotencyKey) throws InterruptedException {
        HttpRequest request = http.request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
                .build();
        for (int attempt = 1; ; attempt++) {
            try {
                return http.read(request, http.limits().answer(), FarmClient::batchOf);
            } catch (FarmException e) {
                if (e.code() != FailureCode.FARM_UNREACHABLE || attempt == SUBMIT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /**
     * Asks for pictures and waits for them, as long as the farm waits.
     *
     * @param body the image request
     * @param idempotencyKey the same key asks for the same pictures, however often it is sent
     * @throws FarmException with {@code NOT_RENDERED_YET} where they are still being rendered
     */
    public ImagesView generate(Map<String, Object> body, String idempotencyKey) throws InterruptedException {
        HttpRequest request = http.request(BatchRequest.IMAGES)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
                .build();
        return http.read(request, http.limits().picture(), answer -> Json.read(answer, ImagesView.class));
    }

    public Batch batch(BatchId id) throws InterruptedException {
        return http.get("/v1/batches/" + id, FarmClient::batchOf);
    }

    /** Where the farm's users find a batch; empty where the farm does not say. */
    public Optional<String> address(BatchId id) throws InterruptedException {
        HttpRequest request = http.request("/v1/batches/" + id).GET().build();
        return http.send(
                request,
                http.limits().answer(),
                head -> BodySubscribers.replacing(head.headers().firstValue("Content-Location")));
    }

    /**
     * Batches from the newest on, as the farm wrote them.
     *
     * @param after last id of the page before
     */
    public ListView<Batch> batches(int limit, @Nullable String after) throws InterruptedException {
        return batches(limit, after, null, null, null);
    }

    /**
     * As the other, of some of them; a page may be short, even empty, and not be the last.
     *
     * @param state null for any
     * @param search what stands in name, id, file or metadata; null for anything
     * @param parent whose lines they render again; null for any
     */
    public ListView<Batch> batches(
            int limit,
            @Nullable String after,
            @Nullable BatchState state,
            @Nullable String search,
            @Nullable BatchId parent)
            throws InterruptedException {
        String page = "?limit=" + limit
                + (after == null ? "" : "&after=" + after)
                + (state == null ? "" : "&state=" + state.wireName())
                + (search == null ? "" : "&q=" + URLEncoder.encode(search, StandardCharsets.UTF_8))
                + (parent == null ? "" : "&parent=" + parent);
        return http.get("/v1/batches" + page, body -> ListView.read(body, Batch.class));
    }

    /** What happened to a batch. */
    public BatchHistory history(BatchId id) throws InterruptedException {
        return http.get("/v1/batches/" + id + "/history", body -> Json.read(body, BatchHistory.class));
    }

    /** @param reader of the body of the answer */
    <T> T ask(String path, Function<String, T> reader) throws InterruptedException {
        return http.get(path, reader);
    }

    public Batch cancel(BatchId id) throws InterruptedException {
        return steer(id, "cancel");
    }

    public Batch pause(BatchId id) throws InterruptedException {
        return steer(id, "pause");
    }

    public Batch resume(BatchId id) throws InterruptedException {
        return steer(id, "resume");
    }

    /** Opens a batch of other pictures of lines of a batch. */
    public Batch reroll(BatchId id, RerollRequest wanted, String idempotencyKey) throws InterruptedException {
        return open("/v1/batches/" + id + "/rerolls", wanted, idempotencyKey);
    }

    /** Sends what is to become of a batch. */
    Batch send(String method, String path, Object body) throws InterruptedException {
        HttpRequest request = http.request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofByteArray(Json.bytes(body)))
                .build();
        return http.read(request, http.limits().answer(), FarmClient::batchOf);
    }

    Batch steer(BatchId id, String wish) throws InterruptedException {
        HttpRequest request = http.request("/v1/batches/" + id + "/" + wish)
                .POST(BodyPublishers.noBody())
                .build();
        return http.read(request, http.limits().answer(), FarmClient::batchOf);
    }

    /** Lines of the batch's event stream (server-sent events) until the farm ends it; to be closed. */
    public Stream<String> events(BatchId id) throws InterruptedException {
        HttpRequest request = http.request("/v1/batches/" + id + "/events")
                .header("Accept", "text/event-stream")
                .GET()
                .build();
        return http.send(request, http.limits().answer(), BodyHandlers.ofLines());
    }

    public ListView<WorkerView> workers() throws InterruptedException {
        return http.get("/v1/workers", body -> ListView.read(body, WorkerView.class));
    }

    /** Makes some batches known again that ended before the farm lost its topics; null begins with the first. */
    public RebuildView rebuild(@Nullable BatchId after) throws InterruptedException {
        HttpRequest request = http.request("/v1/batches/rebuild" + (after == null ? "" : "?after=" + after))
                .POST(BodyPublishers.noBody())
                .build();
        return http.read(request, http.limits().answer(), body -> Json.read(body, RebuildView.class));
    }

    /** Deletes objects of a batch that has ended, and it with the last of them. */
    public DeletedBatch purge(BatchId batch) throws InterruptedException {
        HttpRequest request = http.request("/v1/batches/" + batch).DELETE().build();
        return http.read(request, http.limits().file(), body -> Json.read(body, DeletedBatch.class));
    }

    public WebhooksClient webhooks() {
        return new WebhooksClient(http);
    }

    /** The farm at a glance. */
    public FarmView farm() throws InterruptedException {
        return http.get("/v1/farm", body -> Json.read(body, FarmView.class));
    }

    /** Has a worker drain; the answer is the worker as it was heard of last. */
    public WorkerView drain(WorkerId worker, DrainMode mode) throws InterruptedException {
        String query = mode == DrainMode.AFTER_CURRENT ? "" : "?mode=" + mode.wireName();
        HttpRequest request = http.request("/v1/workers/" + worker + "/drain" + query)
                .POST(BodyPublishers.noBody())
                .build();
        return http.read(request, http.limits().answer(), body -> Json.read(body, WorkerView.class));
    }

    /** Has the farm list a worker no more that has gone. */
    public DeletedWorker forget(WorkerId worker) throws InterruptedException {
        HttpRequest request = http.request("/v1/workers/" + worker).DELETE().build();
        return http.read(request, http.limits().answer(), body -> Json.read(body, DeletedWorker.class));
    }

    /** Attempts that failed lately, the newest first. */
    public ListView<FailureView> failures(int limit) throws InterruptedException {
        return http.get("/v1/failures?limit=" + limit, body -> ListView.read(body, FailureView.class));
    }

    /** Takes back that a worker drains; the answer is the worker as it was heard of last. */
    public WorkerView resume(WorkerId worker) throws InterruptedException {
        HttpRequest request = http.request("/v1/workers/" + worker + "/resume")
                .POST(BodyPublishers.noBody())
                .build();
        return http.read(request, http.limits().answer(), body -> Json.read(body, WorkerView.class));
    }

    /**
     * Tasks of a batch in the order of its input; a page may be short, even empty, and not be the last.
     *
     * @param state of the tasks, null for any
     * @param after the task before the first
     */
    public ListView<TaskView> tasks(BatchId id, @Nullable TaskState state, int limit, @Nullable TaskId after)
            throws InterruptedException {
        return tasks(id, state, null, limit, after, TaskView.class);
    }

    /** As the other, of pictures that were rendered and of which that was said last. */
    public ListView<TaskView> reviewed(BatchId id, Verdict verdict, int limit, @Nullable TaskId after)
            throws InterruptedException {
        return tasks(id, TaskState.COMPLETED, verdict, limit, after, TaskView.class);
    }

    /** As {@link #tasks}, with what their lines ask for. */
    public ListView<TaskDetails> details(BatchId id, @Nullable TaskState state, int limit, @Nullable TaskId after)
            throws InterruptedException {
        return tasks(id, state, null, limit, after, TaskDetails.class);
    }

    private <T> ListView<T> tasks(
            BatchId id,
            @Nullable TaskState state,
            @Nullable Verdict verdict,
            int limit,
            @Nullable TaskId after,
            Class<T> entry)
            throws InterruptedException {
        String page = "?limit=" + limit
                + (state == null ? "" : "&state=" + state.wireName())
                + (verdict == null ? "" : "&review=" + verdict.wireName())
                + (after == null ? "" : "&after=" + URLEncoder.encode(after.toString(), StandardCharsets.UTF_8));
        return http.get("/v1/batches/" + id + "/tasks" + page, body -> ListView.read(body, entry));
    }

    /** Saves a file that a batch left. */
    public void save(FileId file, Path target) throws InterruptedException {
        http.save("/v1/files/" + file + "/content", http.limits().file(), target);
    }

    /** Saves a picture of the bucket that an edit began with, and that is no upload. */
    public void saveSource(String key, Path target) throws InterruptedException {
        http.save(
                "/v1/sources?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8),
                http.limits().picture(),
                target);
    }

    /** @param extension that of its format for the picture, {@code json} for its metadata */
    public void save(BatchId batch, ImageName name, String extension, Path target) throws InterruptedException {
        String segment = URLEncoder.encode(name.value(), StandardCharsets.UTF_8);
        http.save(
                "/v1/batches/" + batch + "/images/" + segment + "." + extension,
                http.limits().picture(),
                target);
    }

    private static Batch batchOf(String body) {
        return Json.read(body, Batch.class);
    }
}
