package dev.renderfarm.coordinator.api;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.coordinator.port.FakeBatchDirectory;
import dev.renderfarm.coordinator.port.FakeCommandPublisher;
import dev.renderfarm.coordinator.port.FakeTaskDirectory;
import dev.renderfarm.coordinator.port.TaskState;
import dev.renderfarm.coordinator.port.TaskView;
import dev.renderfarm.coordinator.port.TestBatches;
import dev.renderfarm.coordinator.status.StatusFeed;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The HTTP API in the running process, with fakes where broker, ledger and bucket are. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class HttpApiTest {

    private static final String JSONL_LINE = "{\"sku\":\"A\",\"prompt\":\"mug\"}\n";

    @Inject
    InMemoryObjectStore objects;

    @Inject
    FakeBatchDirectory batches;

    @Inject
    FakeTaskDirectory tasks;

    @Inject
    FakeCommandPublisher commands;

    @Inject
    StatusFeed feed;

    @TestHTTPResource("/")
    URI root = URI.create("/");

    @BeforeEach
    void letTheLedgerOpenBatches() {
        commands.setLedger(command -> batches.put(TestBatches.batch(command.batchId(), BatchStatus.VALIDATING, 1)));
    }

    @AfterEach
    void bringEverythingBack() {
        objects.setAvailable(true);
        batches.setAvailable(true);
        commands.setAvailable(true);
    }

    @Test
    void shouldGiveBackAnUploadAsOpenAiDoes() {
        // When
        ValidatableResponse upload = given().multiPart("purpose", "batch")
                .multiPart("file", "../my products.jsonl", JSONL_LINE.getBytes(StandardCharsets.UTF_8))
                .post("/v1/files")
                .then()
                .statusCode(200)
                .body("object", equalTo("file"))
                .body("bytes", equalTo(JSONL_LINE.length()))
                .body("filename", equalTo("my products.jsonl"))
                .body("purpose", equalTo("batch"))
                .body("status", equalTo("processed"));
        String id = upload.extract().path("id");
        // Then
        when().get("/v1/files/" + id).then().statusCode(200).body("id", equalTo(id));
        when().get("/v1/files/" + id + "/content")
                .then()
                .statusCode(200)
                .header("content-type", "application/jsonl")
                .header("content-length", String.valueOf(JSONL_LINE.length()))
                .header("x-content-type-options", "nosniff")
                .header(
                        "content-disposition",
                        "attachment; filename=\"my_products.jsonl\"; filename*=UTF-8''my%20products.jsonl")
                .body(equalTo(JSONL_LINE));
    }

    @Test
    void shouldAnswerASubmissionWithTheBatchInOpenAisForm() {
        // When
        String id = given().contentType(ContentType.JSON)
                .body("{\"input_file_id\":\"" + upload() + "\",\"endpoint\":\"/v1/images/generations\","
                        + "\"completion_window\":\"24h\",\"metadata\":{\"team\":\"shop\"}}")
                .post("/v1/batches")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        // Then
        when().get("/v1/batches/" + id)
                .then()
                .statusCode(200)
                .body(equalTo("{\"id\":\"" + id + "\",\"endpoint\":\"/v1/images/generations\",\"model\":\"tiny\","
                        + "\"errors\":null,\"input_file_id\":\"file-1\",\"completion_window\":\"24h\","
                        + "\"status\":\"validating\",\"output_file_id\":null,\"error_file_id\":null,"
                        + "\"created_at\":1767225600,\"in_progress_at\":null,\"expires_at\":1767312000,"
                        + "\"finalizing_at\":null,\"completed_at\":null,\"failed_at\":null,\"expired_at\":null,"
                        + "\"cancelling_at\":null,\"cancelled_at\":null,"
                        + "\"request_counts\":{\"total\":0,\"completed\":0,\"failed\":0},\"metadata\":{},"
                        + "\"renderfarm\":{\"sequence\":1,\"waiting\":0,\"in_flight\":0,\"cancelled\":0,\"retries\":0,"
                        + "\"seed\":42,\"max_attempts\":3,\"updated_at\":\"2026-01-01T00:00:00Z\"},"
                        + "\"object\":\"batch\"}"));
    }

    @Test
    void shouldListBatchesInPages() {
        for (String id : List.of("batch_z1", "batch_z2", "batch_z3")) {
            batches.put(TestBatches.batch(new BatchId(id), BatchStatus.COMPLETED, 1));
        }
        when().get("/v1/batches?limit=2")
                .then()
                .body("object", equalTo("list"))
                .body("data.id", contains("batch_z3", "batch_z2"))
                .body("first_id", equalTo("batch_z3"))
                .body("last_id", equalTo("batch_z2"))
                .body("has_more", equalTo(true));
        when().get("/v1/batches?limit=1&after=batch_z2").then().body("data.id", contains("batch_z1"));
    }

    @Test
    void shouldCancelOnceAndRefuseWhenTheBatchHasEnded() {
        BatchId id = new BatchId("batch_c1");
        batches.put(TestBatches.batch(id, BatchStatus.IN_PROGRESS, 1));
        commands.setLedger(command -> batches.put(TestBatches.batch(id, BatchStatus.CANCELLING, 2)));
        when().post("/v1/batches/batch_c1/cancel").then().statusCode(200).body("status", equalTo("cancelling"));
        batches.put(TestBatches.batch(id, BatchStatus.COMPLETED, 3));
        refused(when().post("/v1/batches/batch_c1/cancel").then(), FailureCode.CONFLICT, null);
    }

    @Test
    void shouldPageThroughTasksOfAState() {
        // Given
        BatchId id = new BatchId("batch_t1");
        batches.put(TestBatches.batch(id, BatchStatus.IN_PROGRESS, 1));
        tasks.put(id, IntStream.range(0, 200).mapToObj(i -> task(id, i)).toList());
        // Then
        when().get("/v1/batches/batch_t1/tasks?state=completed&limit=2")
                .then()
                .body("data.id", contains("batch_t1/0", "batch_t1/10"))
                .body("data[0].image.key", equalTo("k.png"))
                .body("data[0].attempts[0].worker_id", equalTo("w1"))
                .body("last_id", equalTo("batch_t1/10"))
                .body("has_more", equalTo(true));
        when().get("/v1/batches/batch_t1/tasks?state=completed&limit=2&after=batch_t1/10")
                .then()
                .body("data.id", contains("batch_t1/20", "batch_t1/30"));
        when().get("/v1/batches/batch_t1/tasks?state=cancelled")
                .then()
                .body("data", hasSize(0))
                .body("last_id", equalTo("batch_t1/127"))
                .body("has_more", equalTo(true));
        when().get("/v1/batches/batch_t1/tasks?state=cancelled&after=batch_t1/127")
                .then()
                .body("data", hasSize(0))
                .body("last_id", nullValue())
                .body("has_more", equalTo(false));
        refused(when().get("/v1/batches/batch_t1/tasks?state=eaten").then(), FailureCode.INVALID_REQUEST, "state");
        refused(when().get("/v1/batches/batch_t1/tasks?after=9").then(), FailureCode.INVALID_REQUEST, "after");
        refused(
                when().get("/v1/batches/batch_t1/tasks?after=batch_t1/2147483647")
                        .then(),
                FailureCode.INVALID_REQUEST,
                "after");
    }

    @Test
    void shouldStreamImagesAndFilesOfABatch() {
        BatchId id = new BatchId("batch_i1");
        batches.put(TestBatches.batch(id, BatchStatus.COMPLETED, 1));
        objects.put(ObjectKeys.image(id, new ImageName("Käse-1")), new byte[] {1, 2, 3}, "image/png", Map.of());
        objects.put(ObjectKeys.batchFile(id, BatchFile.MANIFEST), new byte[] {65}, "text/csv", Map.of());
        byte[] png = given().urlEncodingEnabled(true)
                .get("/v1/batches/batch_i1/images/{name}", "Käse-1.png")
                .then()
                .statusCode(200)
                .header("content-type", "image/png")
                .extract()
                .asByteArray();
        assertThat(png).containsExactly(1, 2, 3);
        String file = FileId.ofBatch(id, BatchFile.MANIFEST).value();
        when().get("/v1/files/" + file)
                .then()
                .body("purpose", equalTo("batch_output"))
                .body("filename", equalTo("batch_i1_manifest.csv"));
        when().get("/v1/files/" + file + "/content")
                .then()
                .header("content-type", "text/csv; charset=utf-8")
                .body(equalTo("A"));
        for (String name : List.of("x.png", "..%2Fx.png", ".png", "Käse-1.gif", "a%00.json")) {
            refused(
                    given().urlEncodingEnabled(false)
                            .get("/v1/batches/batch_i1/images/" + name.replace("ä", "%C3%A4"))
                            .then(),
                    FailureCode.NOT_FOUND,
                    null);
        }
    }

    @Test
    void shouldSendThePresentEveryChangeAndEnd() throws Exception {
        // Given
        BatchId id = new BatchId("batch_e1");
        batches.put(TestBatches.batch(id, BatchStatus.IN_PROGRESS, 5));
        HttpRequest request = HttpRequest.newBuilder(root.resolve("/v1/batches/batch_e1/events"))
                .header("accept", "text/event-stream")
                .build();
        List<String> lines = new ArrayList<>();
        // When
        HttpResponse<Stream<String>> answer =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());
        answer.body().forEach(line -> {
            lines.add(line);
            if (line.equals("id:5")) {
                feed.publish(TestBatches.batch(id, BatchStatus.FINALIZING, 6));
                feed.publish(TestBatches.batch(id, BatchStatus.COMPLETED, 7));
            }
        });
        // Then
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(lines).contains("event:batch").contains("id:5").contains("id:7");
        assertThat(lines.stream()
                        .filter(line -> line.startsWith("data:"))
                        .toList()
                        .get(0))
                .startsWith("data:{\"id\":\"batch_e1\"")
                .contains("\"status\":\"in_progress\"");
        assertThat(lines.stream().filter(line -> line.startsWith("data:")).reduce((a, b) -> b))
                .hasValueSatisfying(last -> assertThat(last).contains("\"status\":\"completed\""));
    }

    @Test
    void shouldKeepAnIdleEventStreamOpenWithComments() throws Exception {
        batches.put(TestBatches.batch(new BatchId("batch_e2"), BatchStatus.IN_PROGRESS, 5));
        HttpRequest request = HttpRequest.newBuilder(root.resolve("/v1/batches/batch_e2/events"))
                .build();
        try (var lines = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofLines())
                .body()) {
            assertThat(lines.filter(line -> line.startsWith(":")).findFirst()).isPresent();
        }
    }

    @Test
    void shouldAnswerInTheEnvelopeWhateverIsWrong() {
        refused(when().get("/v1/nothing").then(), FailureCode.NOT_FOUND, null);
        refused(when().get("/nothing").then(), FailureCode.NOT_FOUND, null);
        refused(when().get("/v1/batches/batch_unknown").then(), FailureCode.NOT_FOUND, null);
        refused(when().get("/v1/batches/..%2f").then(), FailureCode.NOT_FOUND, null);
        refused(when().get("/v1/batches/batch_unknown/events").then(), FailureCode.NOT_FOUND, null);
        refused(when().get("/v1/files/file-unknown/content").then(), FailureCode.NOT_FOUND, null);
        refused(when().get("/v1/batches?limit=0").then(), FailureCode.INVALID_REQUEST, "limit");
        refused(when().delete("/v1/batches").then().statusCode(405), FailureCode.INVALID_REQUEST, null, 405);
        refused(post("{\"endpoint\":").then(), FailureCode.INVALID_REQUEST, null);
        refused(post("[]").then(), FailureCode.INVALID_REQUEST, null);
        refused(post("{\"metadata\":{\"a\":[1]}}").then(), FailureCode.INVALID_REQUEST, "metadata.a");
        refused(post("{\"renderfarm\":{\"seed\":\"x\"}}").then(), FailureCode.INVALID_REQUEST, "renderfarm.seed");
        refused(post("").then(), FailureCode.INVALID_REQUEST, null);
        refused(post("{\"a\":".repeat(5000)).then(), FailureCode.INVALID_REQUEST, null);
        refused(
                given().contentType("text/plain").body("x").post("/v1/batches").then(),
                FailureCode.INVALID_REQUEST,
                null,
                415);
        refused(given().multiPart("purpose", "batch").post("/v1/files").then(), FailureCode.INVALID_REQUEST, "file");
        refused(
                given().multiPart("purpose", "fine-tune")
                        .multiPart("file", "a", new byte[1])
                        .post("/v1/files")
                        .then(),
                FailureCode.INVALID_REQUEST,
                "purpose");
    }

    @Test
    void shouldRefuseWhatIsTooLarge() throws Exception {
        refused(post(" ".repeat(1_100_000) + "{}").then(), FailureCode.FILE_TOO_LARGE, null);
        HttpRequest.Builder upload = HttpRequest.newBuilder(root.resolve("/v1/files"))
                .header("content-type", "multipart/form-data; boundary=x");
        byte[] body = new byte[3 << 20];
        HttpResponse<String> known =
                send(upload.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build());
        HttpResponse<String> chunked =
                send(upload.POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                        .build());
        assertThat(known.statusCode()).isEqualTo(413);
        assertThat(known.body())
                .isEqualTo("{\"error\":{\"message\":\"the request is larger than 2097152 bytes, the most that the farm"
                        + " takes: split the file into several batches\",\"type\":\"invalid_request_error\","
                        + "\"param\":\"file\",\"code\":\"file_too_large\"}}");
        assertThat(chunked.statusCode()).isEqualTo(413);
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldSayWhatIsAwayAndWhenToTryAgain() {
        // Given
        String file = upload();
        String request = "{\"input_file_id\":\"" + file + "\",\"endpoint\":\"/v1/images/generations\"}";
        // When
        objects.setAvailable(false);
        refused(post(request).then().header("retry-after", "5"), FailureCode.STORAGE_UNAVAILABLE, null);
        objects.setAvailable(true);
        commands.setAvailable(false);
        refused(post(request).then().header("retry-after", "5"), FailureCode.BROKER_UNAVAILABLE, null);
        batches.setAvailable(false);
        refused(when().get("/v1/batches").then().header("retry-after", "5"), FailureCode.BROKER_UNAVAILABLE, null);
    }

    @Test
    void shouldNameEveryExchange() {
        when().get("/v1/workers")
                .then()
                .statusCode(200)
                .header("x-request-id", startsWith("req_"))
                .body("object", equalTo("list"));
        given().header("x-request-id", "mine-1").get("/v1/nothing").then().header("x-request-id", "mine-1");
        given().header("x-request-id", "a b<script>")
                .get("/v1/workers")
                .then()
                .header("x-request-id", startsWith("req_"));
    }

    @Test
    void shouldDescribeItselfAndItsHealth() {
        String schemas = "components.schemas.";
        when().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths.keySet()", hasItems("/v1/files", "/v1/batches", "/v1/batches/{id}/events", "/v1/workers"))
                .body(schemas + "BatchRequest.properties.input_file_id.type", equalTo("string"))
                .body(schemas + "Instant.anyOf.type", contains("integer", "string"))
                .body(schemas + "BatchId.type", equalTo("string"));
        when().get("/q/metrics").then().statusCode(200);
        when().get("/q/health/live").then().statusCode(200);
        objects.setAvailable(false);
        when().get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'storage' }.status", equalTo("DOWN"));
    }

    private static Response post(String body) {
        return given().contentType(ContentType.JSON).body(body).post("/v1/batches");
    }

    private static String upload() {
        return given().multiPart("purpose", "batch")
                .multiPart("file", "a.jsonl", JSONL_LINE.getBytes(StandardCharsets.UTF_8))
                .post("/v1/files")
                .then()
                .extract()
                .path("id");
    }

    private static void refused(ValidatableResponse answer, FailureCode code, @Nullable String param) {
        refused(answer, code, param, code.httpStatus());
    }

    private static void refused(ValidatableResponse answer, FailureCode code, @Nullable String param, int status) {
        answer.statusCode(status)
                .contentType(ContentType.JSON)
                .body("error.code", equalTo(code.wireName()))
                .body("error.type", equalTo(status < 500 ? "invalid_request_error" : "server_error"))
                .body("error.param", equalTo(param));
    }

    private static TaskView task(BatchId batch, int index) {
        boolean completed = index % 10 == 0;
        return new TaskView(
                new TaskId(batch, index),
                completed ? TaskState.COMPLETED : TaskState.WAITING,
                completed
                        ? List.of(new TaskView.Attempt(1, new WorkerId("w1"), null, null, TestBatches.CREATED))
                        : List.of(),
                completed ? new StoredImage("k.png", "k.json", "abc", 3) : null);
    }
}
