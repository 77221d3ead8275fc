package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
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
class ImagesApiTest {

    private static final String URL = "/v1/images/generations";
    private static final String OUTPUT = """
            {"id":"r","custom_id":"image","response":{"status_code":200,"request_id":"q","body":{"created":1767225600,\
            "data":[{"url":"/v1/batches/%1$s/images/image.png","renderfarm":{"key":"pictures/%1$s","seed":7}}],\
            "size":"64x64","output_format":"png"}},"error":null}
            """;
    private static final byte[] PICTURE = {1, 2, 3};

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
            put(id, BatchFile.OUTPUT, OUTPUT.formatted(id));
            objects.put("pictures/" + id, PICTURE, "image/png", Map.of());
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

    @Test
    void shouldAnswerWithTheAddressOfThePictureAndEveryFieldOfOpenAis() {
        // When
        Response answer = generate("{\"prompt\":\"a mug\",\"size\":\"auto\",\"seed\":7}");
        // Then
        BatchCommand.Submit submit = lastSubmit();
        answer.then()
                .statusCode(200)
                .body("created", equalTo(1767225600))
                .body("background", equalTo("opaque"))
                .body("output_format", equalTo("png"))
                .body("size", equalTo("64x64"))
                .body("quality", nullValue())
                .body("usage", nullValue())
                .body("data", hasSize(1))
                .body("data[0].b64_json", nullValue())
                .body("data[0].revised_prompt", nullValue())
                .body("data[0].url", containsString("http://"))
                .body("data[0].url", containsString("/v1/batches/" + submit.batchId() + "/images/image.png"))
                .body("data[0].renderfarm.seed", equalTo(7))
                .body("renderfarm.batch_id", equalTo(submit.batchId().value()));
        assertThat(submit.lane()).isEqualTo(Lane.INTERACTIVE);
        assertThat(submit.completionWindow()).isEqualTo("1h");
    }

    @Test
    void shouldAnswerWithThePictureItselfWhereThatIsAskedFor() {
        generate("{\"prompt\":\"a mug\",\"response_format\":\"b64_json\"}")
                .then()
                .statusCode(200)
                .body("data[0].url", nullValue())
                .body("data[0].b64_json", equalTo(Base64.getEncoder().encodeToString(PICTURE)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|prompt|INVALID_REQUEST",
                "{\"prompt\":\"\"}|prompt|INVALID_REQUEST",
                "{\"prompt\":\"a\",\"size\":\"big\"}|size|INVALID_REQUEST",
                "{\"prompt\":\"a\",\"n\":11}|n|INVALID_REQUEST",
                "{\"prompt\":\"a\",\"stream\":true}|stream|INVALID_REQUEST",
                "{\"prompt\":\"a\",\"partial_images\":2}|partial_images|INVALID_REQUEST",
                "{\"prompt\":\"a\",\"background\":\"transparent\"}|background|INVALID_REQUEST",
                "{\"prompt\":\"a\",\"output_compression\":50}|output_compression|INVALID_REQUEST",
                "{\"prompt\":\"a\",\"output_format\":\"bmp\"}|output_format|INVALID_REQUEST",
                "{\"prompt\":\"a\",\"promt\":\"a\"}|promt|INVALID_REQUEST",
                "{\"prompt\":\"a\",\"model\":\"dall-e-3\"}|model|MODEL_NOT_FOUND",
            })
    void shouldRefuseByNameWhatCannotBeRendered(String body, String param, FailureCode code) {
        int before = commands.commands().size();
        refused(generate(body).then(), code, param);
        assertThat(commands.commands()).hasSize(before);
    }

    @Test
    void shouldAnswerTooLateWithTheBatchUnderWhichThePictureWillBeFound() {
        // Given
        commands.setLedger(
                command -> batches.put(TestBatches.batch(command.batchId(), BatchStatus.IN_PROGRESS, 1, 1, null)));
        // When
        Response answer = given().contentType(ContentType.JSON)
                .header("Prefer", "respond-async, wait=0")
                .body("{\"prompt\":\"a mug\"}")
                .post(URL);
        // Then
        BatchId batch = lastSubmit().batchId();
        refused(answer.then(), FailureCode.NOT_RENDERED_YET, null);
        answer.then()
                .body("error.message", containsString(batch.value()))
                .header("Content-Location", containsString("/v1/batches/" + batch))
                .header("x-should-retry", "false");
    }

    @Test
    void shouldAnswerWithTheFailureOfThePicture() {
        commands.setLedger(command -> {
            BatchId id = command.batchId();
            put(
                    id,
                    BatchFile.ERRORS,
                    "{\"id\":\"r\",\"custom_id\":\"image\",\"response\":null,\"error\":{\"code\":\"blank_image\","
                            + "\"message\":\"one colour\",\"line\":null,\"param\":null}}\n");
            batches.put(TestBatches.withFiles(
                    TestBatches.settled(id, BatchStatus.COMPLETED, new RequestCounts(1, 0, 1), null),
                    null,
                    new FileId("file-err")));
        });
        refused(generate("{\"prompt\":\"a mug\"}").then(), FailureCode.BLANK_IMAGE, null);
    }

    @Test
    void shouldGiveTheSamePictureForTheSameKeyAndRefuseAnotherRequestUnderIt() {
        // When
        String first = keyed("{\"prompt\":\"a mug\"}").path("renderfarm.batch_id");
        String again =
                keyed("{\"prompt\":\"a mug\",\"response_format\":\"b64_json\"}").path("renderfarm.batch_id");
        // Then
        assertThat(again).isEqualTo(first);
        refused(keyed("{\"prompt\":\"a pen\"}").then(), FailureCode.CONFLICT, "Idempotency-Key");
    }

    private static Response keyed(String body) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", "mug-1")
                .body(body)
                .post(URL);
    }

    private static Response generate(String body) {
        return given().contentType(ContentType.JSON).body(body).post(URL);
    }

    private BatchCommand.Submit lastSubmit() {
        List<BatchCommand> all = commands.commands();
        return (BatchCommand.Submit) all.get(all.size() - 1);
    }

    private void put(BatchId id, BatchFile file, String content) {
        objects.put(
                ObjectKeys.batchFile(id, file),
                content.getBytes(StandardCharsets.UTF_8),
                "application/jsonl",
                Map.of());
    }
}
