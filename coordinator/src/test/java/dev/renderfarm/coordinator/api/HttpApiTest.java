package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.post;
import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static dev.renderfarm.coordinator.api.ApiCalls.upload;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.coordinator.archive.TaskRanges;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageRefusedException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What all of the HTTP API has in common, in the running process, with fakes where broker, ledger and bucket are. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class HttpApiTest {

    @Inject
    InMemoryObjectStore objects;

    @Inject
    FakeBatchDirectory batches;

    @Inject
    FakeCommandPublisher commands;

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
    void shouldReadTheLongestListOfTasksWithItsCommasEscaped() {
        String tasks = "1,".repeat(TaskRanges.LONGEST / 2 - 1) + "1";
        String escaped = tasks.replace(",", "%2C");
        refused(
                given().urlEncodingEnabled(false)
                        .when()
                        .get("/v1/batches/batch_unknown/archive.zip?tasks=" + escaped)
                        .then(),
                FailureCode.NOT_FOUND,
                null);
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

    @ParameterizedTest
    @EnumSource
    void shouldSayThatTryingAgainDoesNotHelpWhenStorageRefuses(StorageRefusedException.Kind kind) {
        // Given
        StorageRefusedException refusal = InMemoryObjectStore.refusal(kind);
        objects.failWith(key -> Optional.of(refusal));
        // When, then
        refused(
                given().multiPart("purpose", "batch")
                        .multiPart("file", "a.csv", new byte[] {'a'})
                        .post("/v1/files")
                        .then()
                        .header("retry-after", nullValue())
                        .body("error.message", not(containsString("127.0.0.1"))),
                refusal.code(),
                null);
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
                .body(
                        "components.schemas.keySet()",
                        hasItems(
                                "Batch",
                                "BatchRequest",
                                "UploadedFile",
                                "TaskDetails",
                                "WorkerView",
                                "BatchList",
                                "ListViewTaskDetails",
                                "ListViewWorkerView"))
                .body(schemas + "WorkerView.properties.keySet()", hasItems("object", "worker_id", "live", "problem"))
                .body(
                        schemas + "FarmProgress.properties.keySet()",
                        hasItems("strict", "on_invalid", "skipped_lines", "warnings"))
                .body(schemas + "BatchRequest.required", contains("endpoint"))
                .body(schemas + "Batch.properties.created_at.type", equalTo("integer"))
                .body(schemas + "Instant.format", equalTo("date-time"))
                .body(schemas + "BatchId.type", equalTo("string"));
        when().get("/q/metrics").then().statusCode(200);
        when().get("/q/health/live").then().statusCode(200);
        objects.setAvailable(false);
        when().get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'storage' }.status", equalTo("DOWN"));
    }

    @Test
    void shouldExplainEveryFieldOfALineWhenItDescribesTheUpload() {
        String description = when().get("/q/openapi?format=json").path("paths.'/v1/files'.post.description");
        assertThat(RequestField.values()).allSatisfy(field -> assertThat(description)
                .contains("* `" + field.wireName() + "`: " + field.description()));
    }

    @Test
    void shouldExplainWhatABatchMayStandStillFor() {
        String description = when().get("/q/openapi?format=json").path("paths.'/v1/batches/{id}'.get.description");
        assertThat(WaitingCode.values()).allSatisfy(code -> assertThat(description)
                .contains("* `" + code.wireName() + "`: " + code.description()));
    }

    @Test
    void shouldSayOfEachModelWhoRendersItAndBeReadyAllTheSame() {
        Map<String, String> models = when().get("/q/health").path("checks.find { it.name == 'workers' }.data");
        assertThat(models).isNotEmpty().allSatisfy((model, words) -> assertThat(words)
                .isEqualTo("no worker of model " + model + " is running"));
        when().get("/q/health").then().body("checks.find { it.name == 'workers' }.status", equalTo("UP"));
    }
}
