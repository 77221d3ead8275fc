package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.upload;
import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.access.KeyRequest;
import dev.renderfarm.common.access.KeyView;
import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Preview;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.KeyId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.storage.ImageFile;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.coordinator.access.Caller;
import dev.renderfarm.coordinator.audit.FakeAuditTrail;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.FakeTaskDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.items.ItemPartWriter;
import dev.renderfarm.coordinator.keys.FakeKeyPublisher;
import dev.renderfarm.coordinator.keys.KeyDesk;
import dev.renderfarm.coordinator.live.LatestFailures;
import dev.renderfarm.coordinator.live.SampleFailures;
import dev.renderfarm.coordinator.webhooks.DeliveryBook;
import dev.renderfarm.coordinator.webhooks.FakeWebhookTopics;
import dev.renderfarm.coordinator.webhooks.WebhookRegistry;
import dev.renderfarm.coordinator.workers.FakeDrainRequestPublisher;
import dev.renderfarm.coordinator.workers.FakeHeartbeatRemoval;
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
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every answer that the contract has for an operation is really given, in its form; no other is (see the callback). Long
 * because it has a call for each operation, and only all of them together can be compared with the contract.
 */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class ContractAnswersTest {

    private static final BatchId ENDED = new BatchId("batch_contract1");
    private static final BatchId GOING_ON = new BatchId("batch_contract2");
    private static final BatchId PREVIEWED = new BatchId("batch_contract3");
    private static final String SOURCE = "sources/a.png";
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
    FakeHeartbeatRemoval removal;

    @Inject
    FakeKeyPublisher keyTopic;

    @Inject
    FakeAuditTrail trail;

    @Inject
    KeyDesk keys;

    @Inject
    WorkerRegistry workers;

    @Inject
    LatestFailures failures;

    @Inject
    WebhookRegistry webhooks;

    @Inject
    DeliveryBook deliveries;

    @Inject
    FakeWebhookTopics webhookTopics;

    private final Set<String> answers = new TreeSet<>();
    private final Deque<String> sessions = new ArrayDeque<>();
    private @Nullable KeyView admin;
    private Contract contract = new Contract("{}");

    @BeforeEach
    void letThereBeABatchThatEndedAndOneThatGoesOn() {
        contract = ContractTest.contract();
        batches.put(TestBatches.batch(GOING_ON, BatchStatus.IN_PROGRESS, 1, 1, null));
        batches.put(TestBatches.on(
                TestBatches.batch(PREVIEWED, BatchStatus.IN_PROGRESS, 1),
                Terms.NONE.with(new Preview(50, true, TestBatches.CREATED))));
        batches.put(TestBatches.settled(ENDED, BatchStatus.COMPLETED, new RequestCounts(2, 1, 1), null));
        tasks.put(GOING_ON, List.of(task(GOING_ON, 0, TaskState.WAITING)));
        tasks.put(ENDED, List.of(task(ENDED, 0, TaskState.FAILED), task(ENDED, 1, TaskState.COMPLETED)));
        ItemPartWriter items = new ItemPartWriter(objects, ENDED, Runnable::run);
        ImageRequest image = new ImageRequest("a mug", null, new ImageSize(64, 64), Sampling.of(8, 0), 1);
        byte[] source = TestPictures.png(64, 64);
        objects.put(SOURCE, source, "image/png", Map.of());
        ImageRequest edit = SampleEdit.of(image, SOURCE, source);
        items.write(new RenderItem(0, 2, "A", null, new ImageName("A"), edit), Map.of(), ResponseFormat.URL);
        items.write(new RenderItem(1, 3, "B", null, new ImageName("B"), image), Map.of(), ResponseFormat.URL);
        items.finish(List.of());
        objects.put(ObjectKeys.image(ENDED, ImageFile.parse("A.png")), new byte[1], "image/png", Map.of());
        ImageName name = new ImageName("A");
        byte[] metadata = ("{\"sha256\":\"" + "a".repeat(64) + "\"}").getBytes(StandardCharsets.UTF_8);
        objects.put(ObjectKeys.imageMetadata(ENDED, name), metadata, "application/json", Map.of());
        objects.put(ObjectKeys.thumbnail(ENDED, name), new byte[1], "image/jpeg", Map.of());
        objects.put("sources/mug.png", TestPictures.cutOut(32, 32), "image/png", Map.of());
        SampleFailures.note(failures, GOING_ON);
        SampleWorkers.heardOf(workers, "w1", WorkerState.READY);
        SampleWorkers.heardOf(workers, "w2", WorkerState.STOPPED);
        commands.setLedger(this::open);
    }

    @BeforeEach
    void letThereBeAnAdminWithSessions() throws InterruptedException {
        admin = keys.create(new KeyRequest("admin", null, "admin", null), Caller.LOCAL);
        Caller caller = new Caller(admin.id(), null, "admin", admin.tenant(), admin.role(), null);
        for (int i = 0; i < 10; i++) {
            sessions.add(keys.open(caller).secret().text());
        }
    }

    /** Empty where there are as many as there may be. */
    private Optional<KeyId> newKey() {
        try {
            return Optional.of(keys.create(new KeyRequest("k", null, "viewer", null), Caller.LOCAL)
                    .id());
        } catch (RequestRefusedException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void revoke(KeyId key) {
        try {
            keys.revoke(key, Caller.LOCAL);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void open(BatchCommand command) {
        if (command instanceof BatchCommand.Submit) {
            batches.put(TestBatches.batch(command.batchId(), BatchStatus.IN_PROGRESS, 1));
        }
    }

    private static TaskView task(BatchId batch, int index, TaskState state) {
        StoredImage image = new StoredImage("batches/x/images/A.png", "batches/x/images/A.json", "00", 1);
        return new TaskView(
                new TaskId(batch, index), state, List.of(), state == TaskState.COMPLETED ? image : null, null);
    }

    @AfterEach
    void bringEverythingBack() {
        setAvailable(true);
        SampleWorkers.heardOf(workers, "w1", WorkerState.STOPPED);
    }

    private void setAvailable(boolean available) {
        objects.setAvailable(available);
        batches.setAvailable(available);
        commands.setAvailable(available);
        drainRequests.setAvailable(available);
        removal.setAvailable(available);
        keyTopic.setAvailable(available);
        webhookTopics.setAvailable(available);
        trail.setAvailable(available);
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
        Supplier<RequestSpecification> amendment =
                () -> given().contentType(ContentType.JSON).body("{\"priority\":5}");
        Supplier<RequestSpecification> reviews = () ->
                given().contentType(ContentType.JSON).body("{\"reviews\":[{\"index\":1,\"verdict\":\"approved\"}]}");
        Supplier<RequestSpecification> reroll =
                () -> given().contentType(ContentType.JSON).body("{\"items\":[{\"index\":0}]}");
        Supplier<RequestSpecification> skip =
                () -> given().contentType(ContentType.JSON).body("{\"indexes\":[0]}");
        Supplier<RequestSpecification> keyRequest =
                () -> given().contentType(ContentType.JSON).body("{\"name\":\"k\",\"role\":\"viewer\"}");
        Supplier<RequestSpecification> signedIn = () -> given().header(
                        "Authorization", "Bearer " + requireNonNull(admin).secret());
        Supplier<RequestSpecification> inSession = () -> given().cookie("renderfarm_session", sessions.remove());
        return List.of(
                new Call("GET", "/v1/audit?tenant=shop-a", ""),
                new Call("GET", "/v1/keys", ""),
                new Call("POST", () -> "/v1/keys", keyRequest, ""),
                new Call(
                        "DELETE",
                        () -> "/v1/keys/" + newKey().orElseThrow(),
                        () -> given(),
                        "/v1/keys/key_0000000000000000"),
                new Call("GET", "/v1/session", ""),
                new Call("POST", () -> "/v1/session", signedIn, ""),
                new Call("DELETE", () -> "/v1/session", inSession, ""),
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
                new Call(
                        "POST",
                        () -> "/v1/batches/" + GOING_ON + "/expedite",
                        () -> given(),
                        "/v1/batches/batch_none/expedite"),
                new Call("PATCH", () -> "/v1/batches/" + GOING_ON, amendment, "/v1/batches/batch_none"),
                new Call(
                        "POST",
                        () -> "/v1/batches/" + PREVIEWED + "/proceed",
                        () -> given(),
                        "/v1/batches/batch_none/proceed"),
                new Call("POST", () -> batch + "/reviews", reviews, "/v1/batches/batch_none/reviews"),
                new Call(
                        "POST",
                        () -> "/v1/batches/" + GOING_ON + "/tasks/skip",
                        skip,
                        "/v1/batches/batch_none/tasks/skip"),
                new Call("POST", () -> batch + "/rerolls", reroll, "/v1/batches/batch_none/rerolls"),
                new Call("POST", () -> batch + "/retry", retry, "/v1/batches/batch_none/retry"),
                new Call("GET", batch + "/tasks", "/v1/batches/batch_none/tasks"),
                new Call("GET", batch + "/history", "/v1/batches/batch_none/history"),
                new Call("GET", batch + "/manifest.csv", "/v1/batches/batch_none/manifest.csv"),
                new Call("GET", batch + "/events", "/v1/batches/batch_none/events"),
                new Call("GET", batch + "/archive.zip?review=approved", "/v1/batches/batch_none/archive.zip"),
                new Call("GET", batch + "/tasks/states", "/v1/batches/batch_none/tasks/states"),
                new Call("GET", batch + "/tasks/order", "/v1/batches/batch_none/tasks/order"),
                new Call("GET", batch + "/tasks/order?by=newest&lines=1", batch + "/tasks/order?by=age"),
                new Call("GET", batch + "/tasks/0", batch + "/tasks/9"),
                new Call("GET", batch + "/tasks/0/source.png", batch + "/tasks/1/source.png"),
                new Call("GET", batch + "/images/A.png", batch + "/images/B.png"),
                new Call("GET", batch + "/thumbnails/A.jpg", batch + "/thumbnails/B.jpg"),
                new Call("GET", "/v1/files", "/v1/files?after=file-none"),
                new Call("POST", () -> "/v1/files", form, ""),
                new Call("GET", "/v1/files/" + file, "/v1/files/file-none"),
                new Call("DELETE", () -> "/v1/files/" + upload(), () -> given(), "/v1/files/file-none"),
                new Call("GET", "/v1/files/" + file + "/content", "/v1/files/file-none/content"),
                new Call("GET", "/v1/sources?key=sources/mug.png", "/v1/sources?key=sources/none.png"),
                new Call("GET", "/v1/sources?key=sources/mug.png", "/v1/sources"),
                new Call("POST", () -> "/v1/images/generations", () -> impatient(picture("tiny", "a mug")), ""),
                new Call("POST", () -> "/v1/images/edits", () -> impatient(edit("tiny", "a mug")), ""),
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
                new Call("GET", "/v1/profiles", ""),
                new Call("GET", "/v1/profiles/web", "/v1/profiles/none"),
                new Call("GET", "/v1/defaults", ""),
                new Call(
                        "PUT",
                        () -> "/v1/defaults",
                        () -> given().contentType(ContentType.JSON).body("{\"preset\":\"draft\"}"),
                        ""),
                new Call("GET", "/v1/models", ""),
                new Call("GET", "/v1/models/tiny", "/v1/models/none"),
                new Call("GET", "/v1/usage", "/v1/usage?page=nothing"),
                new Call("GET", "/v1/usage.csv", ""),
                new Call("GET", "/v1/workers", ""),
                new Call("GET", "/v1/farm", ""),
                new Call("GET", "/v1/events?batches=batch_none", ""),
                new Call("GET", "/v1/failures", "/v1/failures?after=failure-9-9"),
                new Call("DELETE", this::oneThatEnded, () -> given(), "/v1/batches/batch_none"),
                new Call("POST", () -> "/v1/batches/rebuild", () -> given(), ""),
                new Call("DELETE", this::oneThatStopped, () -> given(), "/v1/workers/w3"),
                new Call("POST", this::drainOfOneHeardOf, () -> given(), "/v1/workers/w3/drain"),
                new Call("POST", this::resumeOfOneHeardOf, () -> given(), "/v1/workers/w3/resume"),
                new Call("GET", "/v1/webhooks", ""),
                new Call(
                        "POST",
                        () -> "/v1/webhooks",
                        () -> given().contentType(ContentType.JSON).body(ContractWebhooks.BODY),
                        ""),
                ofWebhook("GET", ""),
                ofWebhook("GET", "/deliveries"),
                ofWebhook("POST", "/rotate"),
                ofWebhook("POST", "/test"),
                ofWebhook("POST", "/replay"),
                new Call(
                        "POST", () -> webhookCalls().disabled("/enable"), () -> given(), "/v1/webhooks/wh_none/enable"),
                ofWebhook("DELETE", ""));
    }

    private Call ofWebhook(String method, String action) {
        return new Call(method, () -> webhookCalls().told(action), () -> given(), "/v1/webhooks/wh_none" + action);
    }

    private ContractWebhooks webhookCalls() {
        return new ContractWebhooks(webhooks, deliveries);
    }

    /** Just now: the calls before may have taken longer than a heartbeat is believed. */
    private String drainOfOneHeardOf() {
        SampleWorkers.heardOf(workers, "w1", WorkerState.READY);
        return "/v1/workers/w1/drain";
    }

    private String resumeOfOneHeardOf() {
        SampleWorkers.heardOf(workers, "w1", WorkerState.DRAINING);
        return "/v1/workers/w1/resume";
    }

    private String oneThatEnded() {
        BatchId batch = new BatchId("batch_contract9");
        batches.put(TestBatches.settled(batch, BatchStatus.COMPLETED, new RequestCounts(0, 0, 0), null));
        return "/v1/batches/" + batch;
    }

    private String oneThatStopped() {
        SampleWorkers.heardOf(workers, "w4", WorkerState.STOPPED);
        return "/v1/workers/w4";
    }

    @Test
    void shouldGiveEveryAnswerThatTheContractHas() {
        // When
        calls().forEach(this::inEveryWay);
        conflicts();
        pictures();
        answer("GET", "/v1/batches/" + ENDED + "/events", given().header("Last-Event-ID", "9"));
        for (String kept :
                List.of("tasks/states", "tasks/order", "tasks/0/source.png", "images/A.png", "thumbnails/A.jpg")) {
            answer("GET", "/v1/batches/" + ENDED + "/" + kept, given().header("If-None-Match", "*"));
        }
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
        // Then: only whoever has a key of a tenant misses another one; what nobody foresees cannot be asked for; slow
        // bodies, large uploads and streams have
        // tests of their own, and what the farm is at is remembered for a second
        Set<String> declared = contract.answers().stream()
                .filter(answer -> !answer.matches(
                        ".* (401|408|429|500)|POST /v1/files 413|GET /v1/(events 200|farm 503|usage.csv 404)"))
                .collect(Collectors.toCollection(TreeSet::new));
        answers.removeIf(answer -> answer.endsWith(" 500") || answer.equals("GET /v1/farm 503"));
        assertThat(answers).containsExactlyElementsOf(declared);
    }

    private void inEveryWay(Call call) {
        SampleWorkers.heardOf(
                workers, "w1", WorkerState.READY); // the others may take longer than a worker lives unheard
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
            answer(call.method(), path, given().contentType(ContentType.JSON).body(" ".repeat(4_300_000)));
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

    private static RequestSpecification picture(String model, String prompt) {
        return given().contentType(ContentType.JSON)
                .body("{\"prompt\":\"" + prompt + "\",\"model\":\"" + model + "\"}");
    }

    private static RequestSpecification edit(String model, String prompt) {
        String image = "data:image/png;base64," + Base64.getEncoder().encodeToString(TestPictures.cutOut(32, 32));
        return given().contentType(ContentType.JSON)
                .body("{\"prompt\":\"" + prompt + "\",\"model\":\"" + model + "\",\"image\":\"" + image + "\"}");
    }

    private static RequestSpecification impatient(RequestSpecification request) {
        return request.header("Prefer", "wait=0");
    }

    private void pictures() {
        pictures("/v1/images/generations", ContractAnswersTest::picture);
        pictures("/v1/images/edits", ContractAnswersTest::edit);
    }

    private void pictures(String path, BiFunction<String, String, RequestSpecification> asked) {
        commands.setLedger(command -> {});
        answer("POST", path, asked.apply("none", "a mug"));
        answer("POST", path, impatient(asked.apply("tiny", "a mug")).header("Idempotency-Key", path));
        commands.setLedger(command -> {
            String line = "{\"response\":{\"body\":{\"created\":1,\"data\":[{\"url\":\"/x\",\"renderfarm\":{}}],"
                    + "\"size\":\"64x64\",\"output_format\":\"png\"}}}";
            objects.put(
                    ObjectKeys.batchFile(command.batchId(), BatchFile.OUTPUT),
                    line.getBytes(StandardCharsets.UTF_8),
                    "application/jsonl",
                    Map.of());
            batches.put(TestBatches.withFiles(
                    TestBatches.settled(command.batchId(), BatchStatus.COMPLETED, new RequestCounts(1, 1, 0), null),
                    new FileId("file-out"),
                    null));
        });
        answer("POST", path, asked.apply("tiny", "a mug"));
        answer("POST", path, asked.apply("tiny", "a pen").header("Idempotency-Key", path));
    }

    private void conflicts() {
        for (String wish : List.of("cancel", "expedite", "pause", "proceed", "resume")) {
            answer("POST", "/v1/batches/" + ENDED + "/" + wish, given());
        }
        answer(
                "POST",
                "/v1/batches/" + ENDED + "/reviews",
                given().contentType(ContentType.JSON).body("{\"reviews\":[{\"index\":0,\"verdict\":\"approved\"}]}"));
        answer(
                "POST",
                "/v1/batches/" + ENDED + "/tasks/skip",
                given().contentType(ContentType.JSON).body("{\"indexes\":[0]}"));
        answer(
                "POST",
                "/v1/batches/" + GOING_ON + "/rerolls",
                given().contentType(ContentType.JSON).body("{\"items\":[{\"index\":0}]}"));
        answer(
                "PATCH",
                "/v1/batches/" + ENDED,
                given().contentType(ContentType.JSON).body("{\"priority\":5}"));
        answer(
                "POST",
                "/v1/batches/" + GOING_ON + "/retry",
                given().contentType(ContentType.JSON).body("{}"));
        answer("DELETE", "/v1/batches/" + GOING_ON, given());
        answer("GET", "/v1/batches/" + GOING_ON + "/manifest.csv", given());
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
        answer("POST", "/v1/workers/w2/resume", given());
        SampleWorkers.heardOf(workers, "w1", WorkerState.READY);
        answer("DELETE", "/v1/workers/w1", given());
        answer("POST", "/v1/session", given());
        answer("GET", "/v1/audit?limit=0", given());
        keys.list().stream()
                .filter(key -> key.role() == Role.ADMIN
                        && !key.id().equals(requireNonNull(admin).id()))
                .forEach(key -> revoke(key.id()));
        answer("DELETE", "/v1/keys/" + requireNonNull(admin).id(), given());
        answer("POST", "/v1/keys", given().contentType(ContentType.JSON).body("{}"));
        List<KeyId> many = IntStream.range(0, 1_000)
                .mapToObj(i -> newKey())
                .flatMap(Optional::stream)
                .toList();
        answer("POST", "/v1/keys", given().contentType(ContentType.JSON).body("{\"name\":\"k\",\"role\":\"viewer\"}"));
        many.forEach(this::revoke);
        for (String action : List.of("/rotate", "/test", "/replay")) {
            answer("POST", webhookCalls().disabled(action), given());
        }
        webhookCalls().fill();
        answer("POST", "/v1/webhooks", given().contentType(ContentType.JSON).body(ContractWebhooks.BODY));
        webhookCalls().empty();
        answer("PUT", "/v1/defaults", given().contentType(ContentType.JSON).body("{\"preset\":\"none\"}"));
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
