package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.upload;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.storage.ImageFile;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.FakeTaskDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.items.ItemPartWriter;
import dev.renderfarm.coordinator.workers.FakeDrainRequestPublisher;
import dev.renderfarm.coordinator.workers.SampleWorkers;
import dev.renderfarm.coordinator.workers.WorkerRegistry;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageRefusedException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every answer that the contract has for an operation is really given, in its form; no other is (see the callback). */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class ContractAnswersTest {

    private static final BatchId ENDED = new BatchId("batch_contract1");
    private static final BatchId GOING_ON = new BatchId("batch_contract2");
    private static final String PRESET = "{\"fields\":{\"size\":\"4:5\"}}";
    private static final String TEXT = "{\"text\":\"{title}\"}";
    private static final byte[] CSV = "sku,prompt\nA,mug\n".getBytes(StandardCharsets.UTF_8);

    @Inject
    InMemoryObjectStore objects;

    @Inject
    FakeBatchDirectory batches;

    @Inject
    FakeTaskDirectory tasks;

    @Inject
    FakeCommandPublisher commands;

    @Inject
    FakeDrainRequestPublisher drainRequests;

    @Inject
    WorkerRegistry workers;

    private final Set<String> answers = new TreeSet<>();
    private Contract contract = new Contract("{}");

    @BeforeEach
    void letThereBeABatchThatEndedAndOneThatGoesOn() {
        contract = ContractTest.contract();
        batches.put(TestBatches.batch(GOING_ON, BatchStatus.IN_PROGRESS, 1));
        batches.put(TestBatches.settled(ENDED, BatchStatus.COMPLETED, new RequestCounts(1, 0, 1), null));
        tasks.put(ENDED, List.of(new TaskView(new TaskId(ENDED, 0), TaskState.FAILED, List.of(), null, null)));
        ItemPartWriter items = new ItemPartWriter(objects, ENDED, Runnable::run);
        ImageRequest image = new ImageRequest("a mug", null, new ImageSize(64, 64), Sampling.of(8, 0), 1);
        items.write(new RenderItem(0, 2, "A", null, new ImageName("A"), image), Map.of(), ResponseFormat.URL);
        items.finish(List.of());
        objects.put(ObjectKeys.image(ENDED, ImageFile.parse("A.png")), new byte[1], "image/png", Map.of());
        SampleWorkers.heardOf(workers, "w1", WorkerState.READY);
        SampleWorkers.heardOf(workers, "w2", WorkerState.STOPPED);
        commands.setLedger(command -> batches.put(TestBatches.batch(command.batchId(), BatchStatus.IN_PROGRESS, 1)));
    }

    @AfterEach
    void bringEverythingBack() {
        setAvailable(true);
    }

    private void setAvailable(boolean available) {
        objects.setAvailable(available);
        batches.setAvailable(available);
        commands.setAvailable(available);
        drainRequests.setAvailable(available);
    }

    /** @param missing the same of what there is not; null where it names nothing */
    private record Call(String method, Supplier<String> path, Supplier<RequestSpecification> body, String missing) {

        Call(String method, String path, String missing) {
            this(method, () -> path, () -> given(), missing);
        }
    }

    private List<Call> calls() {
        String file = upload();
        String batch = "/v1/batches/" + ENDED;
        Supplier<RequestSpecification> form = () -> given().multiPart("file", "a.csv", CSV);
        Supplier<RequestSpecification> request = () -> given().contentType(ContentType.JSON)
                .body("{\"input_file_id\":\"" + file + "\",\"endpoint\":\"/v1/images/generations\"}");
        Supplier<RequestSpecification> retry =
                () -> given().contentType(ContentType.JSON).body("{}");
        return List.of(
                new Call("GET", "/v1/batches", "/v1/batches?after=batch_none"),
                new Call("POST", () -> "/v1/batches", request, ""),
                new Call("GET", batch, "/v1/batches/batch_none"),
                new Call(
                        "POST",
                        () -> "/v1/batches/" + GOING_ON + "/cancel",
                        () -> given(),
                        "/v1/batches/batch_none/cancel"),
                new Call(
                        "POST",
                        () -> "/v1/batches/" + GOING_ON + "/pause",
                        () -> given(),
                        "/v1/batches/batch_none/pause"),
                new Call(
                        "POST",
                        () -> "/v1/batches/" + GOING_ON + "/resume",
                        () -> given(),
                        "/v1/batches/batch_none/resume"),
                new Call("POST", () -> batch + "/retry", retry, "/v1/batches/batch_none/retry"),
                new Call("GET", batch + "/tasks", "/v1/batches/batch_none/tasks"),
                new Call("GET", batch + "/events", "/v1/batches/batch_none/events"),
                new Call("GET", batch + "/images/A.png", batch + "/images/B.png"),
                new Call("GET", "/v1/files", "/v1/files?after=file-none"),
                new Call("POST", () -> "/v1/files", form, ""),
                new Call("GET", "/v1/files/" + file, "/v1/files/file-none"),
                new Call("DELETE", () -> "/v1/files/" + upload(), () -> given(), "/v1/files/file-none"),
                new Call("GET", "/v1/files/" + file + "/content", "/v1/files/file-none/content"),
                new Call("GET", "/v1/autoscale?model=tiny", "/v1/autoscale?model=none"),
                new Call("POST", () -> "/v1/batches/plan", request, ""),
                new Call("GET", "/v1/presets", ""),
                new Call("GET", "/v1/presets/draft", "/v1/presets/none"),
                new Call(
                        "PUT",
                        () -> "/v1/presets/own",
                        () -> given().contentType(ContentType.JSON).body(PRESET),
                        ""),
                new Call("DELETE", "/v1/presets/own", "/v1/presets/none"),
                new Call("GET", "/v1/templates", ""),
                new Call("GET", "/v1/templates/studio", "/v1/templates/none"),
                new Call(
                        "PUT",
                        () -> "/v1/templates/own",
                        () -> given().contentType(ContentType.JSON).body(TEXT),
                        ""),
                new Call("DELETE", "/v1/templates/own", "/v1/templates/none"),
                new Call("GET", "/v1/defaults", ""),
                new Call("GET", "/v1/models", ""),
                new Call("GET", "/v1/models/tiny", "/v1/models/none"),
                new Call("GET", "/v1/workers", ""),
                new Call("POST", "/v1/workers/w1/drain", "/v1/workers/w3/drain"));
    }

    @Test
    void shouldGiveEveryAnswerThatTheContractHas() {
        // When
        calls().forEach(this::inEveryWay);
        conflicts();
        answer("GET", "/v1/batches/" + ENDED + "/events", given().header("Last-Event-ID", "9"));
        answer(
                "POST",
                "/v1/batches",
                given().contentType(ContentType.JSON)
                        .body("{\"input_file_id\":\"file-none\",\"endpoint\":\"/v1/images/generations\"}"));
        answer(
                "POST",
                "/v1/batches/plan",
                given().contentType(ContentType.JSON)
                        .body("{\"input_file_id\":\"file-none\",\"endpoint\":\"/v1/images/generations\"}"));
        // Then: what nobody foresees cannot be asked for; slow bodies and large uploads have tests of their own
        Set<String> declared = contract.answers().stream()
                .filter(answer -> !answer.matches(".* (408|500)|POST /v1/files 413"))
                .collect(Collectors.toCollection(TreeSet::new));
        answers.removeIf(answer -> answer.endsWith(" 500"));
        assertThat(answers).containsExactlyElementsOf(declared);
    }

    private void inEveryWay(Call call) {
        String path = call.path().get();
        answer(call.method(), path, call.body().get().header("Host", "shop.example"));
        answer(call.method(), path, call.body().get().header("Host", "a b"));
        String operation = operation(call.method(), path);
        if (contract.answers().contains(operation + " 406")) {
            answer(call.method(), path, call.body().get().header("Accept", "text/html"));
        }
        if (contract.answers().contains(operation + " 415")) {
            answer(call.method(), path, given().contentType(ContentType.TEXT).body("x"));
        }
        if (contract.answers().contains(operation + " 413") && !path.equals("/v1/files")) {
            answer(call.method(), path, given().contentType(ContentType.JSON).body(" ".repeat(1_100_000)));
        }
        setAvailable(false);
        answer(call.method(), path, call.body().get());
        setAvailable(true);
        if (contract.answers().contains(operation + " 507")) {
            objects.refuse(StorageRefusedException.Kind.FULL);
            answer(call.method(), path, call.body().get());
            setAvailable(true);
        }
        if (!call.missing().isEmpty()) {
            answer(call.method(), call.missing(), call.body().get());
        }
        answer(call.method(), path, call.body().get());
    }

    private void conflicts() {
        for (String wish : List.of("cancel", "pause", "resume")) {
            answer("POST", "/v1/batches/" + ENDED + "/" + wish, given());
        }
        answer(
                "POST",
                "/v1/batches/" + GOING_ON + "/retry",
                given().contentType(ContentType.JSON).body("{}"));
        String inUse = upload();
        String request = "{\"input_file_id\":\"" + inUse + "\",\"endpoint\":\"/v1/images/generations\"";
        for (String rest : List.of("}", ",\"completion_window\":\"1h\"}")) {
            answer(
                    "POST",
                    "/v1/batches",
                    given().contentType(ContentType.JSON)
                            .header("Idempotency-Key", "contract")
                            .body(request + rest));
        }
        answer("DELETE", "/v1/files/" + inUse, given());
        answer("POST", "/v1/workers/w2/drain", given());
        answer("DELETE", "/v1/presets/draft", given());
        answer("DELETE", "/v1/templates/studio", given());
        for (int i = 0; i < 500; i++) {
            objects.put(ObjectKeys.preset("p" + i), PRESET.getBytes(StandardCharsets.UTF_8), "", Map.of());
            objects.put(ObjectKeys.template("t" + i, 1), TEXT.getBytes(StandardCharsets.UTF_8), "", Map.of());
        }
        answer(
                "PUT",
                "/v1/presets/one-more",
                given().contentType(ContentType.JSON).body(PRESET));
        answer(
                "PUT",
                "/v1/templates/one-more",
                given().contentType(ContentType.JSON).body(TEXT));
        for (int i = 0; i < 500; i++) {
            objects.delete(ObjectKeys.preset("p" + i));
            objects.delete(ObjectKeys.template("t" + i, 1));
        }
    }

    private void answer(String method, String path, RequestSpecification request) {
        Response answer = request.request(method, path);
        String operation = operation(method, path);
        contract.check(operation, answer);
        answers.add(operation + " " + answer.statusCode());
    }

    private String operation(String method, String path) {
        return contract.operation(method, path.split("\\?")[0]).orElseThrow();
    }
}
