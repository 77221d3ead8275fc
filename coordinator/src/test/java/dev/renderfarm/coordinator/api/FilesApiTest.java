package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.JSONL_LINE;
import static dev.renderfarm.coordinator.api.ApiCalls.post;
import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static dev.renderfarm.coordinator.api.ApiCalls.upload;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.ExpiresAfter;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.storage.FilePurpose;
import dev.renderfarm.common.storage.ImageFile;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.files.ResultFiles;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files and pictures over HTTP: what goes in and comes out, byte by byte. Long because a class of its own would start the
 * coordinator's tests once more, or share its fakes.
 */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class FilesApiTest {

    @Inject
    InMemoryObjectStore objects;

    @Inject
    FakeBatchDirectory batches;

    @Inject
    FakeCommandPublisher commands;

    @Inject
    ResultFiles results;

    @TestHTTPResource("/")
    URI root;

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

    @ParameterizedTest
    @CsvSource({
        "files/杯.csv, 杯.csv",
        "C:/shop/M\u00fcsli.csv, M\u00fcsli.csv",
        "a\u202egpj.csv\u200b, agpj.csv",
        "a/\u202e, upload"
    })
    void shouldKeepTheNameOfAnUploadButForWhatDoesNotShow(String given, String kept) throws Exception {
        assertThat(nameOfUpload(given)).isEqualTo(kept);
    }

    @Test
    void shouldKeepTheEndOfANameThatIsTooLongForADisk() throws Exception {
        assertThat(nameOfUpload("杯".repeat(100) + ".csv")).matches("杯{83}\\.csv");
    }

    private String nameOfUpload(String given) throws Exception {
        String body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + given
                + "\"\r\nContent-Type: text/csv\r\n\r\nsku,prompt\r\n--x--\r\n";
        HttpResponse<String> answer = send(HttpRequest.newBuilder(root.resolve("/v1/files"))
                .header("content-type", "multipart/form-data; boundary=x")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        return Json.read(answer.body(), UploadedFile.class).filename();
    }

    @Test
    void shouldStreamImagesAndFilesOfABatch() {
        BatchId id = new BatchId("batch_i1");
        batches.put(TestBatches.batch(id, BatchStatus.COMPLETED, 1));
        objects.put(ObjectKeys.image(id, ImageFile.parse("Käse-1.png")), new byte[] {1, 2, 3}, "image/png", Map.of());
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
    void shouldListFilesInOpenAisForm() {
        // Given
        objects.list("", "").forEachRemaining(objects::delete);
        String first = upload();
        String second = upload();
        BatchId batch = new BatchId("batch_l1");
        batches.put(TestBatches.batch(batch, BatchStatus.COMPLETED, 1));
        FileId output = results.save(
                TestBatches.batch(batch, BatchStatus.COMPLETED, 1),
                BatchFile.OUTPUT,
                new ByteArrayInputStream(new byte[] {1}),
                1);
        // Then
        when().get("/v1/files")
                .then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("data.object", everyItem(equalTo("file")))
                .body("data.id", contains(second, first, output.value()))
                .body("first_id", equalTo(second))
                .body("last_id", equalTo(output.value()))
                .body("has_more", equalTo(false));
        when().get("/v1/files?limit=1").then().body("data.id", contains(second)).body("has_more", equalTo(true));
        when().get("/v1/files?limit=10000&after=" + second + "&purpose=batch")
                .then()
                .body("data.id", contains(first))
                .body("has_more", equalTo(false));
        when().get("/v1/files?order=asc&limit=2").then().body("data.id", contains(output.value(), first));
        when().get("/v1/files?purpose=batch_output&after=" + output)
                .then()
                .body(equalTo("{\"object\":\"list\",\"data\":[],\"first_id\":null,\"last_id\":null,"
                        + "\"has_more\":false}"));
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=10001, limit",
        "limit=two, limit",
        "order=newest, order",
        "order=DESC, order",
        "purpose=assistants, purpose",
        "after=garbage, after"
    })
    void shouldNameTheParameterThatIsWrongWhenFilesAreListed(String query, String param) {
        refused(when().get("/v1/files?" + query).then(), FailureCode.INVALID_REQUEST, param);
    }

    @ParameterizedTest
    @CsvSource({
        "created_at,",
        ", 3600",
        "last_active_at, 3600",
        "created_at, 3599",
        "created_at, 2592001",
        "created_at, x"
    })
    void shouldRefuseAnExpiryThatIsNone(@Nullable String anchor, @Nullable String seconds) {
        RequestSpecification form = given().multiPart("purpose", "batch")
                .multiPart("file", "a.jsonl", JSONL_LINE.getBytes(StandardCharsets.UTF_8));
        if (anchor != null) {
            form.multiPart("expires_after[anchor]", anchor);
        }
        if (seconds != null) {
            form.multiPart("expires_after[seconds]", seconds);
        }
        refused(form.post("/v1/files").then(), FailureCode.INVALID_REQUEST, "expires_after");
    }

    @Test
    void shouldTellWhenAFileExpires() {
        // When
        ValidatableResponse file = given().multiPart("purpose", "vision")
                .multiPart("expires_after[anchor]", "created_at")
                .multiPart("expires_after[seconds]", "3600")
                .multiPart("file", "a.png", TestPictures.png(3, 2))
                .post("/v1/files")
                .then()
                .statusCode(200)
                .body("purpose", equalTo("vision"));
        // Then
        int created = file.extract().path("created_at");
        file.body("expires_at", equalTo(created + 3600));
        String id = file.extract().path("id");
        when().get("/v1/files/" + id).then().statusCode(200).body("expires_at", equalTo(created + 3600));
        when().get("/v1/files?purpose=vision").then().body("data.id", hasItem(id));
        when().get("/v1/files?purpose=batch").then().body("data.id", not(hasItem(id)));
        refused(
                post("{\"input_file_id\":\"" + id + "\",\"endpoint\":\"/v1/images/generations\"}")
                        .then(),
                FailureCode.INVALID_REQUEST,
                "input_file_id");
    }

    @Test
    void shouldTellWhatAPictureIsWhenItIsUploaded() {
        given().multiPart("purpose", "vision")
                .multiPart("file", "mug.png", TestPictures.cutOut(3, 2))
                .post("/v1/files")
                .then()
                .statusCode(200)
                .body("renderfarm.picture.width", equalTo(3))
                .body("renderfarm.picture.height", equalTo(2))
                .body("renderfarm.picture.transparent", equalTo(true))
                .body("renderfarm.picture.sha256", equalTo(Sha256.hex(TestPictures.cutOut(3, 2))));
    }

    @Test
    void shouldRefuseForVisionWhatIsNoPictureAndKeepItForUserData() {
        // Given
        byte[] text = "no picture".getBytes(StandardCharsets.UTF_8);
        // When
        ValidatableResponse refused = given().multiPart("purpose", "vision")
                .multiPart("file", "a.png", text)
                .post("/v1/files")
                .then();
        ValidatableResponse kept = given().multiPart("purpose", "user_data")
                .multiPart("file", "a.png", text)
                .post("/v1/files")
                .then();
        // Then
        refused(refused, FailureCode.INVALID_REQUEST, "file");
        kept.statusCode(200).body("renderfarm", nullValue());
    }

    @Test
    void shouldShowNobodyAFileThatHasExpired() {
        // Given
        Instant past = Instant.parse("2020-01-01T00:00:00Z");
        FileStore store = new FileStore(objects, InstantSource.fixed(past), new Random(7));
        String id = store.save(
                        "old.csv",
                        FilePurpose.USER_DATA,
                        new ExpiresAfter(ExpiresAfter.CREATED_AT, 3600),
                        InputStream.nullInputStream(),
                        0)
                .id()
                .value();
        // Then
        refused(when().get("/v1/files/" + id).then(), FailureCode.NOT_FOUND, null);
        refused(when().get("/v1/files/" + id + "/content").then(), FailureCode.NOT_FOUND, null);
        when().get("/v1/files?purpose=user_data").then().body("data.id", not(hasItem(id)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file-none", "file-batch_none-output"})
    void shouldSayThatAListHasNoFileOfThatId(String after) {
        refused(when().get("/v1/files?after=" + after).then(), FailureCode.NOT_FOUND, "after");
    }

    @Test
    void shouldDeleteAFileUnlessABatchNeedsIt() {
        // Given
        String file = upload();
        commands.setLedger(command -> batches.put(TestBatches.batch(command.batchId(), BatchStatus.IN_PROGRESS, 1)));
        String batch = post("{\"input_file_id\":\"" + file + "\",\"endpoint\":\"/v1/images/generations\"}")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        // When, then
        refused(
                when().delete("/v1/files/" + file).then().body("error.message", containsString(batch)),
                FailureCode.FILE_IN_USE,
                null);
        when().get("/v1/files/" + file + "/content").then().statusCode(200);
        // When, then
        batches.put(TestBatches.batch(new BatchId(batch), BatchStatus.COMPLETED, 2));
        when().delete("/v1/files/" + file)
                .then()
                .statusCode(200)
                .body(equalTo("{\"id\":\"" + file + "\",\"object\":\"file\",\"deleted\":true}"));
        refused(when().delete("/v1/files/" + file).then(), FailureCode.NOT_FOUND, null);
        refused(when().get("/v1/files/" + file).then(), FailureCode.NOT_FOUND, null);
        refused(when().get("/v1/files/" + file + "/content").then(), FailureCode.NOT_FOUND, null);
        refused(when().delete("/v1/files/..%2Fx").then(), FailureCode.NOT_FOUND, null);
        refused(
                post("{\"input_file_id\":\"" + file + "\",\"endpoint\":\"/v1/images/generations\"}")
                        .then(),
                FailureCode.NOT_FOUND,
                "input_file_id");
    }

    @Test
    void shouldGiveLinksTheAddressThatTheirReaderAsked() throws IOException {
        // Given
        BatchId id = new BatchId("batch_k1");
        batches.put(TestBatches.batch(id, BatchStatus.COMPLETED, 1));
        String path = "/v1/batches/batch_k1/images/A.png";
        store(id, BatchFile.MANIFEST, "sku,url\nA," + path + "\n");
        store(id, BatchFile.OUTPUT, "{\"response\":{\"body\":{\"data\":[{\"url\":\"" + path + "\"}]}}}\n");
        for (String address : List.of("http://localhost:8080", "http://a.localhost", "http://[::1]:81")) {
            // When
            String manifest = content(id, BatchFile.MANIFEST, address);
            String output = content(id, BatchFile.OUTPUT, address);
            // Then
            assertThat(manifest).isEqualTo("sku,url\nA," + address + path + "\n");
            assertThat(output).contains("[{\"url\":\"" + address + path + "\"}]");
            given().header("host", address.substring("http://".length()))
                    .get("/v1/batches/batch_k1")
                    .then()
                    .header("content-location", address + "/v1/batches/batch_k1");
        }
        assertThat(rawContent(id, "GET", " HTTP/1.0\r\n\r\n")).contains("A,http://127.0.0.1:" + root.getPort() + path);
        assertThat(rawContent(id, "GET", " HTTP/1.1\r\nHost: \",evil.localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    /** Of its manifest, to a request that no client would write. */
    private String rawContent(BatchId id, String method, String end) throws IOException {
        try (Socket socket = new Socket(root.getHost(), root.getPort())) {
            String request = method + " /v1/files/" + FileId.ofBatch(id, BatchFile.MANIFEST) + "/content" + end;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String content(BatchId id, BatchFile file, String address) {
        return given().header("host", address.substring("http://".length()))
                .get("/v1/files/" + FileId.ofBatch(id, file) + "/content")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    @Test
    void shouldNotEndInGoodOrderWhereTheBucketBreaksOff() {
        // Given
        BatchId id = new BatchId("batch_k2");
        batches.put(TestBatches.batch(id, BatchStatus.COMPLETED, 1));
        store(id, BatchFile.MANIFEST, "sku,url\n" + "A,/v1/batches/batch_k2/images/A.png\n".repeat(10_000));
        store(id, BatchFile.ERRORS, "{}\n".repeat(100_000));
        // When
        objects.breakOffAfter(100_000);
        try {
            // Then
            for (BatchFile file : List.of(BatchFile.MANIFEST, BatchFile.ERRORS)) {
                String path = "/v1/files/" + FileId.ofBatch(id, file) + "/content";
                HttpRequest request = HttpRequest.newBuilder(root.resolve(path)).build();
                assertThatThrownBy(() -> send(request)).isInstanceOf(IOException.class);
            }
            objects.breakOffAfter(0);
            refused(
                    when().get("/v1/files/" + FileId.ofBatch(id, BatchFile.MANIFEST) + "/content")
                            .then(),
                    FailureCode.STORAGE_UNAVAILABLE,
                    null);
        } finally {
            objects.breakOffAfter(Integer.MAX_VALUE);
        }
    }

    private void store(BatchId id, BatchFile file, String content) {
        objects.put(
                ObjectKeys.batchFile(id, file), content.getBytes(StandardCharsets.UTF_8), file.contentType(), Map.of());
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
}
