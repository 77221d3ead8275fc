package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class EditsApiTest {

    private static final String URL = "/v1/images/edits";
    private static final String OUTPUT = """
            {"id":"r","custom_id":"image","response":{"status_code":200,"request_id":"q","body":{"created":1767225600,\
            "data":[{"url":"/v1/batches/%1$s/images/image.png","renderfarm":{"key":"pictures/%1$s","seed":7}}],\
            "size":"64x64","output_format":"png"}},"error":null}
            """;

    @TestHTTPResource
    URI root;

    @Inject
    InMemoryObjectStore objects;

    @Inject
    FakeBatchDirectory batches;

    @Inject
    FakeCommandPublisher commands;

    @BeforeEach
    void letTheLedgerRenderAtOnce() {
        commands.setLedger(command -> {
            BatchId id = command.batchId();
            objects.put(
                    ObjectKeys.batchFile(id, BatchFile.OUTPUT),
                    OUTPUT.formatted(id).getBytes(StandardCharsets.UTF_8),
                    "application/jsonl",
                    Map.of());
            batches.put(TestBatches.withFiles(
                    TestBatches.settled(id, BatchStatus.COMPLETED, new RequestCounts(1, 1, 0), null),
                    new FileId("file-out"),
                    null));
        });
    }

    @AfterEach
    void letTheLedgerDoNothing() {
        commands.setLedger(command -> {});
    }

    /** As OpenAI's clients send it. */
    @Test
    void shouldTakeThePicturesOfAForm() throws IOException {
        // When
        Response answer = given().multiPart("prompt", "on marble, early in the morning")
                .multiPart("model", "tiny")
                .multiPart("n", "2")
                .multiPart("size", "64x64")
                .multiPart("input_fidelity", "high")
                .multiPart("image[]", "mug.png", TestPictures.png(64, 64), "image/png")
                .multiPart("mask", "mask.png", TestPictures.cutOut(64, 64), "image/png")
                .post(URL);
        // Then
        answer.then().statusCode(200).body("data", hasSize(1)).body("data[0].url", containsString("/images/image.png"));
        BatchCommand.Submit submit = lastSubmit();
        assertThat(submit.endpoint()).isEqualTo(ImageEndpoint.EDITS.path());
        assertThat(submit.lane()).isEqualTo(Lane.INTERACTIVE);
        assertThat(lineOf(submit))
                .contains("\"url\":\"/v1/images/edits\"")
                .contains("\"prompt\":\"on marble, early in the morning\"")
                .contains("\"n\":2")
                .contains("\"image\":\"file-v")
                .contains("\"mask\":\"file-v");
    }

    /** As OpenAI's client for Java sends bytes: with a type, and without a name of a file. */
    @Test
    void shouldTakeAPictureOfAFormThatHasNoNameOfAFile() throws Exception {
        for (String type : List.of("application/octet-stream", "image/png")) {
            // Given
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(
                    ("--x\r\nContent-Disposition: form-data; name=\"prompt\"\r\nContent-Type: text/plain\r\n\r\n"
                                    + "on marble\r\n--x\r\nContent-Disposition: form-data; name=\"image\"\r\nContent-Type: "
                                    + type + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(TestPictures.cutOut(32, 32));
            body.writeBytes("\r\n--x--\r\n".getBytes(StandardCharsets.US_ASCII));
            // When
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(root.resolve(URL))
                                    .header("content-type", "multipart/form-data; boundary=x")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            // Then
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(lineOf(lastSubmit())).contains("\"image\":\"file-v").contains("\"prompt\":\"on marble\"");
        }
    }

    @Test
    void shouldTakePicturesAsDataUrlsAndByFile() throws IOException {
        // Given
        String file = given().multiPart("purpose", "vision")
                .multiPart("file", "mug.png", TestPictures.cutOut(32, 32))
                .post("/v1/files")
                .path("id");
        String url = "data:image/png;base64," + Base64.getEncoder().encodeToString(TestPictures.cutOut(32, 32));
        for (String image : List.of("{\"file_id\":\"" + file + "\"}", "{\"image_url\":\"" + url + "\"}")) {
            // When
            Response answer = edit("{\"prompt\":\"on marble\",\"images\":[" + image + "],\"place\":{\"fit\":0.5}}");
            // Then
            answer.then().statusCode(200).body("background", equalTo("opaque"));
            assertThat(lineOf(lastSubmit())).contains("file-v").doesNotContain("base64");
        }
    }

    @Test
    void shouldKnowARepeatByItsPictures() {
        // Given
        RequestSpecification first = given().header("Idempotency-Key", "edit-1");
        RequestSpecification repeat = given().header("Idempotency-Key", "edit-1");
        RequestSpecification other = given().header("Idempotency-Key", "edit-1");
        // When
        Response answer = form(first, TestPictures.cutOut(32, 32)).post(URL);
        // Then
        String batch = answer.path("renderfarm.batch_id");
        form(repeat, TestPictures.cutOut(32, 32)).post(URL).then().body("renderfarm.batch_id", equalTo(batch));
        refused(form(other, TestPictures.cutOut(31, 32)).post(URL).then(), FailureCode.CONFLICT, "Idempotency-Key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"prompt\":\"a\"}|image|INVALID_REQUEST",
                "{\"prompt\":\"a\",\"images\":[]}|images|INVALID_REQUEST",
                "{\"prompt\":\"a\",\"images\":[{\"file_id\":\"file-none\"}]}|images|NOT_FOUND",
                "{\"prompt\":\"a\",\"image\":\"https://shop.example/mug.png\"}|image|INVALID_REQUEST",
                "{\"prompt\":\"a\",\"image\":\"data:image/png;base64,bm9uZQ==\"}|image|INVALID_REQUEST",
                "{\"prompt\":\"a\",\"image\":\"files/file-1\"}|image|INVALID_REQUEST",
            })
    void shouldRefuseByNameWhatCannotBeRendered(String body, String param, FailureCode code) {
        int before = commands.commands().size();
        refused(edit(body).then(), code, param);
        assertThat(commands.commands()).hasSize(before);
    }

    @Test
    void shouldRefusePartsOfAFormByName() {
        refused(
                form(given(), TestPictures.cutOut(32, 32))
                        .multiPart("image", "b.png", TestPictures.png(32, 32), "image/png")
                        .post(URL)
                        .then(),
                FailureCode.INVALID_REQUEST,
                "image");
        refused(
                form(given(), "no picture".getBytes(StandardCharsets.UTF_8))
                        .post(URL)
                        .then(),
                FailureCode.INVALID_REQUEST,
                "image");
        refused(
                form(given(), TestPictures.cutOut(32, 32))
                        .multiPart("strenght", "1")
                        .post(URL)
                        .then(),
                FailureCode.INVALID_REQUEST,
                "strenght");
    }

    private static RequestSpecification form(RequestSpecification request, byte[] picture) {
        return request.multiPart("prompt", "on marble").multiPart("image", "mug.png", picture, "image/png");
    }

    private static Response edit(String body) {
        return given().contentType(ContentType.JSON).body(body).post(URL);
    }

    private String lineOf(BatchCommand.Submit submit) throws IOException {
        try (var content = objects.get(ObjectKeys.upload(submit.inputFileId()))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private BatchCommand.Submit lastSubmit() {
        List<BatchCommand> all = commands.commands();
        return (BatchCommand.Submit) all.get(all.size() - 1);
    }
}
