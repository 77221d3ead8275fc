package dev.renderfarm.cli.api;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;

/** The farm over HTTP. Every method throws {@link FarmException} when it does not get what it asks for. Thread-safe. */
public final class FarmClient {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
    private static final Duration TRANSFER_LIMIT = Duration.ofMinutes(30);
    private static final int SUBMIT_ATTEMPTS = 3;

    private final String base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .build();

    public FarmClient(URI base) {
        this.base = base.toString().replaceAll("/+$", "");
    }

    /** Sends a file of requests. */
    public FileId upload(Path file) throws InterruptedException {
        try {
            Multipart form = Multipart.of(UUID.randomUUID().toString(), "purpose", "batch", file);
            HttpRequest request = request("/v1/files", TRANSFER_LIMIT)
                    .header("Content-Type", form.contentType())
                    .POST(form.body())
                    .build();
            return read(send(request, BodyHandlers.ofString()), UploadedFile.class)
                    .id();
        } catch (FileNotFoundException e) {
            throw new FarmException(FailureCode.INVALID_REQUEST, "cannot read " + file);
        }
    }

    /** @param idempotencyKey the same key submits the same batch, however often it is sent */
    public Batch submit(SubmitRequest batch, String idempotencyKey) throws InterruptedException {
        HttpRequest request = request("/v1/batches", ANSWER_LIMIT)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofByteArray(Json.bytes(batch)))
                .build();
        for (int attempt = 1; ; attempt++) {
            try {
                return read(send(request, BodyHandlers.ofString()), Batch.class);
            } catch (FarmException e) {
                if (e.code() != FailureCode.FARM_UNREACHABLE || attempt == SUBMIT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    public Batch batch(BatchId id) throws InterruptedException {
        return get("/v1/batches/" + id, Batch.class);
    }

    /** The newest batches, as the farm wrote them. */
    public BatchPage batches(int limit) throws InterruptedException {
        return get("/v1/batches?limit=" + limit, BatchPage.class);
    }

    public Batch cancel(BatchId id) throws InterruptedException {
        HttpRequest request = request("/v1/batches/" + id + "/cancel", ANSWER_LIMIT)
                .POST(BodyPublishers.noBody())
                .build();
        return read(send(request, BodyHandlers.ofString()), Batch.class);
    }

    /** Lines of the batch's event stream (server-sent events) until the farm ends it; to be closed. */
    public Stream<String> events(BatchId id) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri("/v1/batches/" + id + "/events"))
                .header("Accept", "text/event-stream")
                .GET()
                .build();
        return send(request, BodyHandlers.ofLines());
    }

    public WorkerPage workers() throws InterruptedException {
        return get("/v1/workers", WorkerPage.class);
    }

    /** Saves a file that a batch left. */
    public void save(FileId file, Path target) throws InterruptedException {
        save("/v1/files/" + file + "/content", target);
    }

    /** @param extension {@code png} for the picture, {@code json} for its metadata */
    public void save(BatchId batch, ImageName name, String extension, Path target) throws InterruptedException {
        String segment = URLEncoder.encode(name.value(), StandardCharsets.UTF_8);
        save("/v1/batches/" + batch + "/images/" + segment + "." + extension, target);
    }

    private record UploadedFile(FileId id) {}

    private void save(String path, Path target) throws InterruptedException {
        HttpRequest request = request(path, TRANSFER_LIMIT).GET().build();
        try (InputStream body = send(request, BodyHandlers.ofInputStream())) {
            Files.copy(body, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new FarmException(FailureCode.INTERNAL_ERROR, "cannot save " + target + ": " + e.getMessage());
        }
    }

    private <T> T get(String path, Class<T> type) throws InterruptedException {
        HttpRequest request = request(path, ANSWER_LIMIT).GET().build();
        return read(send(request, BodyHandlers.ofString()), type);
    }

    /** What the farm answered, if it was a success. */
    private <T> T send(HttpRequest request, BodyHandler<T> onSuccess) throws InterruptedException {
        HttpResponse<Answer<T>> response;
        try {
            response = http.send(request, Answer.handler(onSuccess));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new FarmException(
                    FailureCode.FARM_UNREACHABLE,
                    "no farm answers at " + base + ": start one with scripts/standalone, or name another with --url");
        } catch (IOException e) {
            throw new FarmException(
                    FailureCode.FARM_UNREACHABLE,
                    "the connection to the farm at " + base + " broke: " + e.getMessage() + "; try again");
        }
        return response.body().orThrow(response.statusCode());
    }

    private static <T> T read(String body, Class<T> type) {
        try {
            return Json.read(body, type);
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw new FarmException(
                    FailureCode.INTERNAL_ERROR,
                    "the farm's answer makes no sense to this version of the command line: " + e.getMessage());
        }
    }

    private HttpRequest.Builder request(String path, Duration limit) {
        return HttpRequest.newBuilder(uri(path)).timeout(limit);
    }

    private URI uri(String path) {
        return URI.create(base + path);
    }
}
