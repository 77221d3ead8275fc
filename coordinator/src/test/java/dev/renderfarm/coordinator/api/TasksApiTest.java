package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.worker.WorkerActivity;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeTaskDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.items.ItemPartWriter;
import dev.renderfarm.coordinator.workers.SampleWorkers;
import dev.renderfarm.coordinator.workers.WorkerRegistry;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tasks of a batch as people look at them: with what their lines ask for, and all at once. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class TasksApiTest {

    private static final BatchId BATCH = new BatchId("batch_lookedat");
    private static final String TASKS = "/v1/batches/batch_lookedat/tasks";
    private static final int TOTAL = 2_500;

    @Inject
    InMemoryObjectStore objects;

    @Inject
    FakeBatchDirectory batches;

    @Inject
    FakeTaskDirectory tasks;

    @Inject
    WorkerRegistry workers;

    @BeforeEach
    void letThereBeABatchOfThreeParts() {
        batches.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 7));
        ItemPartWriter items = new ItemPartWriter(objects, BATCH, Runnable::run);
        List<TaskView> all = new ArrayList<>();
        for (int index = 0; index < TOTAL; index++) {
            items.write(item(index), Map.of(), ResponseFormat.URL);
            all.add(task(index));
        }
        items.finish(List.of());
        tasks.put(BATCH, all);
    }

    /** Two pictures of each id. */
    private static RenderItem item(int index) {
        ImageRequest image = new ImageRequest(
                "<b>mug</b> " + index, null, new ImageSize(64, 48), Sampling.of(8, 0), 4_000_000_000L + index);
        String name = "SKU_" + index / 2 + (index % 2 == 0 ? "" : "-2");
        return new RenderItem(index, 2 + index / 2, "SKU " + index / 2, 1 + index % 2, new ImageName(name), image);
    }

    private static TaskView task(int index) {
        TaskState state = index == 2_001 ? TaskState.COMPLETED : TaskState.WAITING;
        StoredImage image = new StoredImage("k.png", "k.json", "0123456789abcdef", 3);
        return new TaskView(
                new TaskId(BATCH, index), state, List.of(), state == TaskState.COMPLETED ? image : null, null);
    }

    /** What became of some of them, whatever the others are. */
    private void standing(TaskView... others) {
        List<TaskView> all = new ArrayList<>(
                IntStream.range(0, TOTAL).mapToObj(TasksApiTest::task).toList());
        for (TaskView task : others) {
            all.set(task.id().index(), task);
        }
        tasks.put(BATCH, all);
        batches.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 7, TOTAL, null));
    }

    private static TaskView ended(int index, TaskState state, int seconds) {
        var attempt = new TaskView.Attempt(1, null, null, null, SampleWorkers.STARTED.plusSeconds(seconds));
        return new TaskView(new TaskId(BATCH, index), state, List.of(attempt), null, null);
    }

    @Test
    void shouldTellOfATaskThatWaitsWhatItsLineAsksFor() {
        when().get(TASKS + "?limit=2&after=" + BATCH + "/1000")
                .then()
                .statusCode(200)
                .body("data.id", contains(BATCH + "/1001", BATCH + "/1002"))
                .body("data[0].state", equalTo("waiting"))
                .body("data[0].custom_id", equalTo("SKU 500"))
                .body("data[0].sku", equalTo("SKU 500"))
                .body("data[0].variant", equalTo(2))
                .body("data[0].line", equalTo(502))
                .body("data[0].prompt", equalTo("<b>mug</b> 1001"))
                .body("data[0].name", equalTo("SKU_500-2"))
                .body("data[0].size", equalTo("64x48"))
                .body("data[0].seed", equalTo(4_000_001_001L))
                .body("data[0]", not(hasKey("url")));
    }

    @Test
    void shouldTellAtWhichStepADeviceIsOfATaskInFlight() {
        // Given: what a worker says of a picture that waits again is of an attempt before
        standing(new TaskView(new TaskId(BATCH, 2_002), TaskState.IN_FLIGHT, List.of(), null, null));
        SampleWorkers.drawing(workers, "tasks-1", activity(2_002));
        SampleWorkers.drawing(workers, "tasks-2", activity(2_003));
        // Then
        when().get(TASKS + "?limit=2&after=" + BATCH + "/2001")
                .then()
                .statusCode(200)
                .body("data[0].state", equalTo("in_flight"))
                .body("data[0].drawing.step", equalTo(5))
                .body("data[0].drawing.steps", equalTo(8))
                .body("data[0].drawing.since", equalTo(SampleWorkers.STARTED.toString()))
                .body("data[1]", not(hasKey("drawing")));
        when().get(TASKS + "/2002").then().statusCode(200).body("drawing.step", equalTo(5));
    }

    @Test
    void shouldTellTheOrderOfTasksAndWhichBeginALine() {
        // Given: of one that waits an attempt has ended, and not the task
        standing(ended(7, TaskState.COMPLETED, 1), ended(4, TaskState.FAILED, 2), ended(9, TaskState.WAITING, 3));
        // Then
        assertThat(order("?by=file&lines=1")).startsWith("0,2,4,").endsWith(",2498\n");
        assertThat(order("?by=sku")).startsWith("0,1,2,3,4,5,").endsWith(",2499\n");
        assertThat(order("?by=newest")).startsWith("4,7,0,1,2,3,5,6,8,9,10,");
        String tag = when().get(TASKS + "/order").then().extract().header("ETag");
        given().header("If-None-Match", tag).get(TASKS + "/order").then().statusCode(304);
        refused(when().get(TASKS + "/order?by=age").then(), FailureCode.INVALID_REQUEST, "by");
    }

    private static String order(String query) {
        return when().get(TASKS + "/order" + query)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static WorkerActivity activity(int index) {
        return new WorkerActivity(new TaskId(BATCH, index), "SKU 1001", 1, 5, 8, SampleWorkers.STARTED);
    }

    @Test
    void shouldShowWhatAnEditBeganWith() {
        // Given
        BatchId batch = new BatchId("batch_edited");
        byte[] source = TestPictures.png(64, 64);
        objects.put("sources/mug.png", source, "image/png", Map.of());
        batches.put(TestBatches.batch(batch, BatchStatus.IN_PROGRESS, 2));
        ImageRequest image = new ImageRequest("mug", null, new ImageSize(64, 48), Sampling.of(8, 0), 1);
        ItemPartWriter items = new ItemPartWriter(objects, batch, Runnable::run);
        items.write(
                new RenderItem(0, 2, "A", null, new ImageName("A"), SampleEdit.of(image, "sources/mug.png", source)),
                Map.of(),
                ResponseFormat.URL);
        items.write(new RenderItem(1, 3, "B", null, new ImageName("B"), image), Map.of(), ResponseFormat.URL);
        items.finish(List.of());
        tasks.put(
                batch,
                List.of(
                        new TaskView(new TaskId(batch, 0), TaskState.WAITING, List.of(), null, null),
                        new TaskView(new TaskId(batch, 1), TaskState.WAITING, List.of(), null, null)));
        String of = "/v1/batches/batch_edited/tasks";
        // When, then
        when().get(of)
                .then()
                .body("data[0].source_url", endsWith(of + "/0/source.png"))
                .body("data[1]", not(hasKey("source_url")));
        String tag = when().get(of + "/0/source.png")
                .then()
                .statusCode(200)
                .contentType("image/png")
                .header("cache-control", "private, max-age=31536000, immutable")
                .header("x-content-type-options", "nosniff")
                .extract()
                .header("etag");
        given().header("If-None-Match", tag).get(of + "/0/source.png").then().statusCode(304);
        refused(when().get(of + "/1/source.png").then(), FailureCode.NOT_FOUND, null);
        refused(when().get(of + "/7/source.png").then(), FailureCode.NOT_FOUND, null);
        refused(when().get(of + "/x/source.png").then(), FailureCode.NOT_FOUND, null);
        // When
        objects.delete("sources/mug.png");
        // Then
        refused(when().get(of + "/0/source.png").then(), FailureCode.NOT_FOUND, null);
    }

    @Test
    void shouldFindTheTasksOfAnIdWhereverTheyAre() {
        when().get(TASKS + "?sku=SKU 1000")
                .then()
                .body("data.id", contains(BATCH + "/2000", BATCH + "/2001"))
                .body("has_more", equalTo(false));
        when().get(TASKS + "?custom_id=SKU 1000&state=completed")
                .then()
                .body("data.id", contains(BATCH + "/2001"))
                .body("data[0].url", endsWith("/v1/batches/batch_lookedat/images/SKU_1000-2.png"))
                .body(
                        "data[0].thumbnail_url",
                        endsWith("/v1/batches/batch_lookedat/thumbnails/SKU_1000-2.jpg?v=01234567"));
        when().get(TASKS + "?sku=SKU 1000&limit=1")
                .then()
                .body("data.id", contains(BATCH + "/2000"))
                .body("last_id", equalTo(BATCH + "/2000"))
                .body("has_more", equalTo(true));
        when().get(TASKS + "?sku=SKU 1000&after=" + BATCH + "/2000").then().body("data.id", contains(BATCH + "/2001"));
        when().get(TASKS + "?sku=sku 1000").then().body("data", hasSize(0)).body("has_more", equalTo(false));
        refused(when().get(TASKS + "?sku=A&custom_id=B").then(), FailureCode.INVALID_REQUEST, "sku");
    }

    @Test
    void shouldFindTasksByWordsOfTheirLines() {
        when().get(TASKS + "?q=2001")
                .then()
                .statusCode(200)
                .body("data.id", contains(BATCH + "/2001"))
                .body("data[0].prompt", equalTo("<b>mug</b> 2001"))
                .body("has_more", equalTo(false));
        when().get(TASKS + "?q= MUG  sku_1000-2 ").then().body("data.id", contains(BATCH + "/2001"));
        when().get(TASKS + "?q=sku 1000&state=waiting")
                .then()
                .body("data.id", contains(BATCH + "/1000", BATCH + "/2000"));
        when().get(TASKS + "?q=mug&limit=2&after=" + BATCH + "/1998")
                .then()
                .body("data.id", contains(BATCH + "/1999", BATCH + "/2000"))
                .body("has_more", equalTo(true));
        when().get(TASKS + "?q=mug&sku=SKU 1000").then().body("data.id", contains(BATCH + "/2000", BATCH + "/2001"));
        when().get(TASKS + "?q=vase").then().body("data", hasSize(0)).body("has_more", equalTo(false));
        refused(when().get(TASKS + "?q=" + "x".repeat(513)).then(), FailureCode.INVALID_REQUEST, "q");
    }

    @Test
    void shouldGiveOneTaskByItsPlaceOrId() {
        when().get(TASKS + "/2001").then().statusCode(200).body("id", equalTo(BATCH + "/2001"));
        given().urlEncodingEnabled(false)
                .get(TASKS + "/" + BATCH + "%2F2001")
                .then()
                .statusCode(200)
                .body("custom_id", equalTo("SKU 1000"));
        for (String none : List.of("2500", "-1", "x", "99999999999", "batch_other%2F0")) {
            refused(given().urlEncodingEnabled(false).get(TASKS + "/" + none).then(), FailureCode.NOT_FOUND, null);
        }
    }

    @Test
    void shouldLeaveOutWhatTheBucketHasLost() {
        BatchId lost = new BatchId("batch_lostlines");
        batches.put(TestBatches.batch(lost, BatchStatus.IN_PROGRESS, 1));
        tasks.put(lost, List.of(new TaskView(new TaskId(lost, 0), TaskState.WAITING, List.of(), null, null)));
        when().get("/v1/batches/batch_lostlines/tasks/0")
                .then()
                .statusCode(200)
                .body("state", equalTo("waiting"))
                .body("$", not(hasKey("sku")));
    }

    @Test
    void shouldTellAllStatesAtALetterEachUntilTheBatchChanges() throws IOException, InterruptedException {
        // When
        String text = when().get(TASKS + "/states")
                .then()
                .statusCode(200)
                .header("etag", "W/\"7\"")
                .header("cache-control", "private, no-cache")
                .extract()
                .asString();
        // Then
        String states = "w".repeat(2_001) + "c" + "w".repeat(498);
        assertThat(text).isEqualTo(states + "\n" + ".".repeat(TOTAL) + "\n");
        given().header("If-None-Match", "\"1\", W/\"7\"")
                .get(TASKS + "/states")
                .then()
                .statusCode(304)
                .header("etag", "W/\"7\"");
        batches.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 8));
        given().header("If-None-Match", "W/\"7\"")
                .get(TASKS + "/states")
                .then()
                .statusCode(200)
                .header("etag", "W/\"8\"");
        assertThat(compressed("gzip, br")).hasSizeLessThan(100);
        try (GZIPInputStream unpacked =
                new GZIPInputStream(new ByteArrayInputStream(compressed("br;q=1,gzip;q=0.5")))) {
            assertThat(new String(unpacked.readAllBytes())).isEqualTo(text);
        }
        assertThat(compressed("gzip;q=0")).hasSize(text.length());
    }

    private static byte[] compressed(String accepted) throws IOException, InterruptedException {
        URI states = URI.create(RestAssured.baseURI + ":" + RestAssured.port + TASKS + "/states");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(states)
                                .header("Accept-Encoding", accepted)
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }
}
