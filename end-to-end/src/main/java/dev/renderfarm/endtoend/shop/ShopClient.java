package dev.renderfarm.endtoend.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.storage.FilePurpose;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The HTTP API as a shop's own program would use it: no code shared with the farm but the records. */
public final class ShopClient {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** Products without a seed of their own get one from this, so that a batch can be repeated exactly. */
    private static final long BATCH_SEED = 1;

    private final URI farm;
    private final @Nullable String key;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    public ShopClient(URI farm) {
        this(farm, null);
    }

    /** @param key sent with each request; null where the farm asks for none */
    public ShopClient(URI farm, @Nullable String key) {
        this.farm = farm;
        this.key = key;
    }

    /** Uploads and submits; the batch is in validating or further. */
    public Batch submit(Catalogue catalogue) {
        return submit(catalogue.fileName(), catalogue.csv());
    }

    public Batch submit(String fileName, byte[] content) {
        return submit(fileName, content, new BatchRequest.Options(BATCH_SEED, null));
    }

    public Batch submit(String fileName, byte[] content, BatchRequest.Options options) {
        return Json.read(ok(send(submission(upload(fileName, content), options))), Batch.class);
    }

    /** As {@link #submit(Catalogue)}, as part of the shop's own trace. */
    public Batch submitTraced(Catalogue catalogue, String traceparent) {
        FileId file = upload(catalogue.fileName(), catalogue.csv());
        HttpRequest.Builder request = submission(file, new BatchRequest.Options(BATCH_SEED, null));
        return Json.read(ok(send(request.header("traceparent", traceparent))), Batch.class);
    }

    /**
     * Submits lines that begin with pictures of the shop's.
     *
     * @param images by the names that lines call them
     */
    public Batch submitEdits(String fileName, byte[] content, SortedMap<String, byte[]> images) {
        Map<String, String> ids = new TreeMap<>();
        images.forEach(
                (name, picture) -> ids.put(name, uploadPicture(name, picture).value()));
        BatchRequest batch = BatchRequest.images(
                ImageEndpoint.EDITS,
                upload(fileName, content),
                Map.of(),
                null,
                new BatchRequest.Options(BATCH_SEED, null).withImages(ids));
        return Json.read(ok(send(post("/v1/batches", Json.bytes(batch)))), Batch.class);
    }

    /** A picture that edits may begin with. */
    public FileId uploadPicture(String name, byte[] picture) {
        return Json.read(ok(send(uploading(FilePurpose.VISION, name, picture))), UploadedFile.class)
                .id();
    }

    private HttpRequest.Builder submission(FileId file, BatchRequest.Options options) {
        return post("/v1/batches", Json.bytes(BatchRequest.images(file, Map.of(), null, options)));
    }

    public FileId upload(String fileName, byte[] content) {
        return Json.read(ok(send(uploading(FilePurpose.BATCH, fileName, content))), UploadedFile.class)
                .id();
    }

    /** Uploads, whatever the farm says to it. */
    public Answer tryUpload(String fileName, byte[] content) {
        return Answer.of(send(uploading(FilePurpose.BATCH, fileName, content)));
    }

    /** Asks for anything, whatever the farm says to it. */
    public Answer ask(String method, String path, @Nullable String json) {
        BodyPublisher body = json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json);
        return Answer.of(send(HttpRequest.newBuilder(farm.resolve(path))
                .header("content-type", "application/json")
                .method(method, body)));
    }

    /** Asks for pictures now, whatever the farm says to it, and waits for so long; as long as the farm does where null. */
    public Answer generate(String json, @Nullable Duration wait) {
        HttpRequest.Builder request = post("/v1/images/generations", json.getBytes(StandardCharsets.UTF_8));
        return Answer.of(send(wait == null ? request : request.header("prefer", "wait=" + wait.toSeconds())));
    }

    /** What the farm answered. */
    public record Answer(int status, String body) {
        static Answer of(HttpResponse<byte[]> response) {
            return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
        }

        public boolean isGood() {
            return status == 200;
        }

        public JsonNode json() {
            return Json.read(body, JsonNode.class);
        }
    }

    private HttpRequest.Builder uploading(FilePurpose purpose, String fileName, byte[] content) {
        String boundary = "shop-boundary-7f3a";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\n"
                        + purpose.wireName() + "\r\n--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(farm.resolve("/v1/files"))
                .header("content-type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofByteArray(body.toByteArray()));
    }

    public Batch batch(BatchId id) {
        return Json.read(get("/v1/batches/" + id), Batch.class);
    }

    /** The newest twenty. */
    public List<Batch> batches() {
        String body = new String(get("/v1/batches"), StandardCharsets.UTF_8);
        return ListView.read(body, Batch.class).data();
    }

    public Batch cancel(BatchId id) {
        return steer(id, "cancel");
    }

    public Batch pause(BatchId id) {
        return steer(id, "pause");
    }

    public Batch resume(BatchId id) {
        return steer(id, "resume");
    }

    private Batch steer(BatchId id, String wish) {
        return Json.read(ok(send(post("/v1/batches/" + id + "/" + wish, new byte[0]))), Batch.class);
    }

    public byte[] file(FileId id) {
        return get("/v1/files/" + id + "/content");
    }

    public List<WorkerView> workers() {
        String body = new String(get("/v1/workers"), StandardCharsets.UTF_8);
        return ListView.read(body, WorkerView.class).data();
    }

    /** Waits through whatever the farm suffers meanwhile: an answer other than a batch is asked for again. */
    public Batch awaitBatch(BatchId id, Duration atMost, Predicate<Batch> condition) {
        return await("batch " + id)
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> batch(id), condition);
    }

    public Batch awaitEnd(BatchId id, Duration atMost) {
        return awaitBatch(id, atMost, batch -> batch.status().isTerminal());
    }

    public byte[] get(String path) {
        return ok(send(HttpRequest.newBuilder(farm.resolve(path))));
    }

    private HttpRequest.Builder post(String path, byte[] json) {
        return HttpRequest.newBuilder(farm.resolve(path))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofByteArray(json));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static byte[] ok(HttpResponse<byte[]> response) {
        assertThat(response.statusCode())
                .as(() -> response.request() + ": " + new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return response.body();
    }
}
