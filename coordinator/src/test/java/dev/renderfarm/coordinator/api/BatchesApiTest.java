package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static dev.renderfarm.coordinator.api.ApiCalls.upload;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.Review;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.FakeTaskDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches and their tasks over HTTP, in the form of OpenAI's API. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class BatchesApiTest {

    @Inject
    FakeBatchDirectory batches;

    @Inject
    FakeTaskDirectory tasks;

    @Inject
    FakeCommandPublisher commands;

    @BeforeEach
    void letTheLedgerOpenBatches() {
        commands.setLedger(command -> batches.put(TestBatches.batch(command.batchId(), BatchStatus.VALIDATING, 1)));
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
                        + "\"created_at\":1767225600,\"in_progress_at\":null,\"expires_at\":4102444800,"
                        + "\"finalizing_at\":null,\"completed_at\":null,\"failed_at\":null,\"expired_at\":null,"
                        + "\"cancelling_at\":null,\"cancelled_at\":null,"
                        + "\"request_counts\":{\"total\":0,\"completed\":0,\"failed\":0},\"metadata\":{},"
                        + "\"renderfarm\":{\"sequence\":1,\"waiting\":0,\"in_flight\":0,\"cancelled\":0,\"retries\":0,"
                        + "\"seed\":42,\"max_attempts\":3,\"updated_at\":\"2026-01-01T00:00:00Z\",\"strict\":false,"
                        + "\"on_invalid\":\"reject_batch\",\"skipped_lines\":0,\"priority\":0,\"tenant\":\"default\",\"retrying\":0},"
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
    void shouldListBatchesByStateAndWordsWithTheNumbersOfAll() {
        batches.put(TestBatches.batch(new BatchId("batch_x1"), BatchStatus.FAILED, 1));
        batches.put(TestBatches.of(
                TestBatches.batch(new BatchId("batch_x2"), BatchStatus.IN_PROGRESS, 1), "Kettles.csv", null));
        when().get("/v1/batches?state=needs_mending")
                .then()
                .statusCode(200)
                .body("data.id", hasItem("batch_x1"))
                .body("data.id", not(hasItem("batch_x2")))
                .body("renderfarm.counts.needs_mending", greaterThan(0))
                .body("renderfarm.counts.all", greaterThan(1));
        when().get("/v1/batches?q=kettles&state=rendering")
                .then()
                .body("data.id", contains("batch_x2"))
                .body("data[0].renderfarm.input_filename", equalTo("Kettles.csv"));
        refused(when().get("/v1/batches?state=broken").then(), FailureCode.INVALID_REQUEST, "state");
        refused(when().get("/v1/batches?q=" + "x".repeat(513)).then(), FailureCode.INVALID_REQUEST, "q");
    }

    @Test
    void shouldListTheBatchesThatRenderLinesOfOneAgain() {
        BatchId parent = new BatchId("batch_y0");
        batches.put(TestBatches.batch(parent, BatchStatus.COMPLETED, 1));
        for (int i = 1; i <= 6; i++) {
            Batch batch = TestBatches.batch(new BatchId("batch_y" + i), BatchStatus.COMPLETED, 1);
            batches.put(i % 2 == 0 ? TestBatches.childOf(parent, batch) : batch);
        }
        when().get("/v1/batches?parent=batch_y0&limit=2")
                .then()
                .statusCode(200)
                .body("data.id", contains("batch_y6", "batch_y4"))
                .body("data.renderfarm.revision", contains(2, 2))
                .body("has_more", equalTo(true));
        when().get("/v1/batches?parent=batch_y0&limit=2&after=batch_y4")
                .then()
                .body("data.id", contains("batch_y2"))
                .body("has_more", equalTo(false));
        refused(when().get("/v1/batches?parent=batch_none").then(), FailureCode.NOT_FOUND, null);
    }

    @Test
    void shouldListTasksByTheVerdictOnTheirPicture() {
        BatchId id = new BatchId("batch_v1");
        batches.put(TestBatches.batch(id, BatchStatus.COMPLETED, 1));
        var approved = new Review(Verdict.APPROVED, "fine", TestBatches.CREATED);
        tasks.put(
                id,
                List.of(
                        reviewed(id, 0, TaskState.COMPLETED, null),
                        reviewed(id, 1, TaskState.COMPLETED, approved),
                        reviewed(id, 2, TaskState.FAILED, null)));
        when().get("/v1/batches/batch_v1/tasks?review=approved")
                .then()
                .body("data.id", contains("batch_v1/1"))
                .body("data[0].review.note", equalTo("fine"));
        when().get("/v1/batches/batch_v1/tasks?review=undecided").then().body("data.id", contains("batch_v1/0"));
        refused(when().get("/v1/batches/batch_v1/tasks?review=fine").then(), FailureCode.INVALID_REQUEST, "review");
    }

    private static TaskView reviewed(BatchId batch, int index, TaskState state, @Nullable Review review) {
        return new TaskView(new TaskId(batch, index), state, List.of(), null, null, review, null);
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
    void shouldPauseAndResumeAndRefuseBothWhenTheBatchHasEnded() {
        BatchId id = new BatchId("batch_p1");
        batches.put(TestBatches.batch(id, BatchStatus.IN_PROGRESS, 1));
        commands.setLedger(command -> batches.put(TestBatches.paused(id, 2)));
        when().post("/v1/batches/batch_p1/pause")
                .then()
                .statusCode(200)
                .body("status", equalTo("in_progress"))
                .body("renderfarm.waiting_for.code", equalTo("paused"));
        commands.setLedger(command -> batches.put(TestBatches.batch(id, BatchStatus.IN_PROGRESS, 3)));
        when().post("/v1/batches/batch_p1/resume")
                .then()
                .statusCode(200)
                .body("renderfarm", not(hasKey("waiting_for")));
        batches.put(TestBatches.batch(id, BatchStatus.COMPLETED, 4));
        refused(when().post("/v1/batches/batch_p1/pause").then(), FailureCode.CONFLICT, null);
        refused(when().post("/v1/batches/batch_p1/resume").then(), FailureCode.CONFLICT, null);
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

    private static TaskView task(BatchId batch, int index) {
        boolean completed = index % 10 == 0;
        return new TaskView(
                new TaskId(batch, index),
                completed ? TaskState.COMPLETED : TaskState.WAITING,
                completed
                        ? List.of(new TaskView.Attempt(1, new WorkerId("w1"), null, null, TestBatches.CREATED))
                        : List.of(),
                completed ? new StoredImage("k.png", "k.json", "abc", 3) : null,
                null);
    }
}
