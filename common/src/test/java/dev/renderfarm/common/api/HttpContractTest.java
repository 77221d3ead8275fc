package dev.renderfarm.common.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.renderfarm.common.batch.Cost;
import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.batch.Eta;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.common.webhook.BudgetNotice;
import dev.renderfarm.common.webhook.DeliveryState;
import dev.renderfarm.common.webhook.WebhookEvent;
import dev.renderfarm.common.webhook.WebhookId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.common.worker.WorkerActivity;
import dev.renderfarm.common.worker.WorkerHardware;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every body of the HTTP API, byte for byte: OpenAI's clients read these, and farms and command lines of other
 * versions. (A batch has its bytes with the topics' records.)
 * Long because each body stands here in its bytes.
 */
public class HttpContractTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final BatchId BATCH = new BatchId("batch_1");
    private static final ModelName MODEL = new ModelName("tiny");
    private static final WorkerId WORKER = new WorkerId("w1");

    private static final TaskView TASK = new TaskView(
            new TaskId(BATCH, 7),
            TaskState.COMPLETED,
            List.of(
                    new TaskView.Attempt(1, WORKER, FailureCode.RENDER_FAILED, "it broke", NOON),
                    new TaskView.Attempt(2, WORKER, null, null, NOON)),
            new StoredImage("a.png", "a.json", "ab", 12),
            null);
    private static final String TASK_JSON = "{\"id\":\"batch_1/7\",\"state\":\"completed\",\"attempts\":["
            + "{\"number\":1,\"worker_id\":\"w1\",\"code\":\"render_failed\",\"detail\":\"it broke\","
            + "\"ended_at\":\"2026-01-02T12:00:00Z\"},"
            + "{\"number\":2,\"worker_id\":\"w1\",\"ended_at\":\"2026-01-02T12:00:00Z\"}],"
            + "\"image\":{\"key\":\"a.png\",\"metadata_key\":\"a.json\",\"sha256\":\"ab\",\"bytes\":12}}";

    private static final WebhookId WEBHOOK = new WebhookId("wh_1");
    private static final WorkerView WORKER_VIEW = new WorkerView(
            new WorkerHeartbeat(
                    WORKER,
                    WorkerState.READY,
                    MODEL,
                    "sha256:0",
                    "CPU:0",
                    2,
                    List.of(new TaskId(BATCH, 7)),
                    1.5,
                    0.97,
                    10,
                    1,
                    NOON,
                    NOON,
                    null,
                    "node-a",
                    new WorkerHardware("NVIDIA H100", 85_520_809_984L),
                    new WorkerActivity(new TaskId(BATCH, 7), "SKU 1", 1, 3, 8, NOON)),
            true);
    private static final String WORKER_JSON =
            "{\"object\":\"worker\",\"worker_id\":\"w1\",\"state\":\"ready\",\"model\":\"tiny\","
                    + "\"model_digest\":\"sha256:0\",\"device\":\"CPU:0\",\"slots\":2,\"tasks_held\":[\"batch_1/7\"],"
                    + "\"images_per_second\":1.5,\"device_busy_ratio\":0.97,\"rendered\":10,\"failed\":1,"
                    + "\"started_at\":\"2026-01-02T12:00:00Z\",\"sent_at\":\"2026-01-02T12:00:00Z\","
                    + "\"host\":\"node-a\",\"hardware\":{\"name\":\"NVIDIA H100\",\"memory_bytes\":85520809984},"
                    + "\"now\":{\"task_id\":\"batch_1/7\",\"sku\":\"SKU 1\",\"pictures\":1,\"step\":3,"
                    + "\"steps\":8,\"since\":\"2026-01-02T12:00:00Z\"},\"live\":true}";

    private static final UsageResult USAGE = new UsageResult(
            new TenantName("shop-a"),
            null,
            BATCH,
            3,
            4,
            300,
            new Usage(new BigDecimal("12.5"), null),
            List.of(new UsageResult.Amount(new BigDecimal("0.25"), "EUR")));
    private static final String USAGE_JSON = "{\"object\":\"usage.result\",\"tenant\":\"shop-a\",\"batch\":\"batch_1\","
            + "\"completed\":3,\"images\":4,\"bytes\":300,\"device_seconds\":12.5,"
            + "\"costs\":[{\"value\":0.25,\"currency\":\"EUR\"}]}";
    private static final UsageBucket USAGE_BUCKET = new UsageBucket(
            Instant.parse("2026-03-02T00:00:00Z"), Instant.parse("2026-03-03T00:00:00Z"), List.of(USAGE));
    private static final String USAGE_BUCKET_JSON =
            "{\"object\":\"bucket\",\"start_time\":1772409600,\"end_time\":1772496000,\"results\":[" + USAGE_JSON
                    + "]}";
    private static final BudgetView BUDGET = new BudgetView(
            new TenantName("shop-a"),
            BudgetKind.COMPLETED_PER_DAY,
            new BigDecimal("200"),
            new BigDecimal("110"),
            0.55,
            50,
            false,
            Instant.parse("2026-03-03T00:00:00Z"));
    private static final String BUDGET_JSON = "{\"tenant\":\"shop-a\",\"budget\":\"completed_per_day\",\"limit\":200,"
            + "\"used\":110,\"share\":0.55,\"warned_at\":50,\"exhausted\":false,"
            + "\"frees_at\":\"2026-03-03T00:00:00Z\"}";

    /** Each body with its JSON; the contract is compared with them too. */
    public static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of(
                        BatchRequest.images(
                                new FileId("file-1"), Map.of("shop", "a"), MODEL, new BatchRequest.Options(7L, 2)),
                        "{\"input_file_id\":\"file-1\",\"endpoint\":\"/v1/images/generations\","
                                + "\"completion_window\":\"24h\",\"metadata\":{\"shop\":\"a\"},\"model\":\"tiny\","
                                + "\"renderfarm\":{\"seed\":7,\"max_attempts\":2}}"),
                Arguments.of(
                        new BatchRequest(
                                "file-1",
                                BatchRequest.IMAGES,
                                null,
                                null,
                                null,
                                new BatchRequest.Options(null, null)
                                        .laidOut(null, null, "draft", Map.of("size", "16:9"), null, null)),
                        "{\"input_file_id\":\"file-1\",\"endpoint\":\"/v1/images/generations\","
                                + "\"renderfarm\":{\"preset\":\"draft\","
                                + "\"fields\":{\"size\":\"16:9\"}}}"),
                Arguments.of(
                        new BatchRequest("file-1", null, null, null, null, null, Map.of("anchor", "created_at"), null),
                        "{\"input_file_id\":\"file-1\",\"output_expires_after\":{\"anchor\":\"created_at\"}}"),
                Arguments.of(
                        new UploadedFile(new FileId("file-1"), 12, NOON, "bröd.csv", "batch"),
                        "{\"id\":\"file-1\",\"object\":\"file\",\"bytes\":12,\"created_at\":1767355200,"
                                + "\"filename\":\"bröd.csv\",\"purpose\":\"batch\",\"status\":\"processed\"}"),
                Arguments.of(
                        new UploadedFile(new FileId("file-1"), 12, NOON, NOON.plusSeconds(3_600), "a.png", "vision"),
                        "{\"id\":\"file-1\",\"object\":\"file\",\"bytes\":12,\"created_at\":1767355200,"
                                + "\"expires_at\":1767358800,\"filename\":\"a.png\",\"purpose\":\"vision\",\"status\":\"processed\"}"),
                Arguments.of(
                        new DeletedFile(new FileId("file-1")),
                        "{\"id\":\"file-1\",\"object\":\"file\",\"deleted\":true}"),
                Arguments.of(
                        new DeletedBatch(new BatchId("batch_1"), false, 10_000),
                        "{\"id\":\"batch_1\",\"object\":\"batch\",\"deleted\":false,\"objects\":10000}"),
                Arguments.of(
                        new RebuildView(2, 1, 0, List.of("ended/x"), new BatchId("batch_1"), true),
                        "{\"object\":\"batch.rebuild\",\"rebuilt\":2,\"known\":1,\"forgotten\":0,\"unreadable\":[\"ended/x\"],"
                                + "\"last_id\":\"batch_1\",\"has_more\":true}"),
                Arguments.of(new DeletedWorker(WORKER), "{\"id\":\"w1\",\"object\":\"worker\",\"deleted\":true}"),
                Arguments.of(
                        new ImagesView(
                                NOON,
                                ImagesView.OPAQUE,
                                List.of(
                                        new ImagesView.Picture(null, null, "http://f/a.png", Map.of("seed", 7)),
                                        new ImagesView.Picture("AAEC", null, null, Map.of())),
                                ImageFormat.PNG,
                                null,
                                new ImageSize(64, 48),
                                null,
                                new ImagesView.Farm(BATCH, null, null)),
                        "{\"created\":1767355200,\"background\":\"opaque\",\"data\":["
                                + "{\"b64_json\":null,\"revised_prompt\":null,\"url\":\"http://f/a.png\","
                                + "\"renderfarm\":{\"seed\":7}},"
                                + "{\"b64_json\":\"AAEC\",\"revised_prompt\":null,\"url\":null,\"renderfarm\":{}}],"
                                + "\"output_format\":\"png\",\"quality\":null,\"size\":\"64x48\",\"usage\":null,"
                                + "\"renderfarm\":{\"batch_id\":\"batch_1\"}}"),
                Arguments.of(
                        new ModelView(
                                MODEL,
                                Instant.EPOCH,
                                "renderfarm",
                                new ModelView.Abilities(
                                        true,
                                        "sdxl",
                                        "any",
                                        "64x64",
                                        30,
                                        5,
                                        List.of("euler", "ddim"),
                                        ModelView.ModelWorkers.of(0, 1, 2, 0))),
                        "{\"id\":\"tiny\",\"object\":\"model\",\"created\":0,\"owned_by\":\"renderfarm\","
                                + "\"renderfarm\":{\"edits\":true,\"family\":\"sdxl\",\"sizes\":\"any\",\"size\":\"64x64\","
                                + "\"num_inference_steps\":30,\"guidance_scale\":5.0,"
                                + "\"schedulers\":[\"euler\",\"ddim\"],\"workers\":{\"readiness\":\"starting\","
                                + "\"ready\":0,\"starting\":1,\"set_aside\":2,\"images_per_second\":0.0}}}"),
                Arguments.of(
                        new AutoscaleView(MODEL, 500, 1_000, 2, PaceSource.MEASURED, 3, 1, 0),
                        "{\"model\":\"tiny\",\"backlog_images\":500,\"backlog_worker_seconds\":1000.0,"
                                + "\"seconds_per_image\":2.0,\"pace\":\"measured\",\"ready\":3,\"starting\":1,"
                                + "\"set_aside\":0,\"object\":\"autoscale\"}"),
                Arguments.of(
                        new BatchList(
                                List.of(), null, "batch_1", true, new BatchList.Shelf(new StateCounts(5, 1, 2, 3, 4))),
                        "{\"object\":\"list\",\"data\":[],\"first_id\":null,\"last_id\":\"batch_1\",\"has_more\":true,"
                                + "\"renderfarm\":{\"counts\":{\"all\":5,\"rendering\":1,\"to_review\":2,"
                                + "\"needs_mending\":3,\"done\":4}}}"),
                Arguments.of(
                        new BatchPatch("Mugs", 5, "2026-01-02T18:00:00+01:00"),
                        "{\"name\":\"Mugs\",\"priority\":5,\"deadline\":\"2026-01-02T18:00:00+01:00\"}"),
                Arguments.of(new RetryRequest(true, true), "{\"unfinished\":true,\"new_seed\":true}"),
                Arguments.of(
                        new RetryRequest(null, null, true, List.of("MUG")), "{\"all\":true,\"custom_ids\":[\"MUG\"]}"),
                Arguments.of(RetryRequest.FAILED, "{}"),
                Arguments.of(
                        new ReviewRequest(List.of(
                                new ReviewRequest.PictureReview(7, null, "approved", null),
                                new ReviewRequest.PictureReview(null, "MUG", "rejected", "too dark"))),
                        "{\"reviews\":[{\"index\":7,\"verdict\":\"approved\"},{\"custom_id\":\"MUG\","
                                + "\"verdict\":\"rejected\",\"note\":\"too dark\"}]}"),
                Arguments.of(
                        new RerollRequest(List.of(
                                new RerollRequest.PictureReroll(7, null, "a red mug", null, null, false, null),
                                new RerollRequest.PictureReroll(null, "MUG", null, "blur", 5L, null, 2))),
                        "{\"items\":[{\"index\":7,\"prompt\":\"a red mug\",\"new_seed\":false},"
                                + "{\"custom_id\":\"MUG\",\"negative_prompt\":\"blur\",\"seed\":5,\"n\":2}]}"),
                Arguments.of(new SkipRequest(List.of("MUG"), List.of(7)), "{\"custom_ids\":[\"MUG\"],\"indexes\":[7]}"),
                Arguments.of(
                        new TaskDetails(
                                TASK,
                                new TaskItem("A", "A", 2, 3, "a mug", "A-2", "64x64", 5L),
                                "http://farm/a.png",
                                "http://farm/a.jpg?v=ab",
                                "http://farm/source.png"),
                        TASK_JSON.substring(0, TASK_JSON.length() - 1)
                                + ",\"custom_id\":\"A\",\"sku\":\"A\",\"variant\":2,\"line\":3,\"prompt\":\"a mug\","
                                + "\"name\":\"A-2\",\"size\":\"64x64\",\"seed\":5,\"url\":\"http://farm/a.png\","
                                + "\"thumbnail_url\":\"http://farm/a.jpg?v=ab\",\"source_url\":\"http://farm/source.png\"}"),
                Arguments.of(new TaskDetails(TASK, TaskItem.LOST, null, null, null), TASK_JSON),
                Arguments.of(
                        new TaskDetails(TASK, TaskItem.LOST, null, null, null, new TaskDrawing(5, 8, Instant.EPOCH)),
                        TASK_JSON.substring(0, TASK_JSON.length() - 1)
                                + ",\"drawing\":{\"step\":5,\"steps\":8,\"since\":\"1970-01-01T00:00:00Z\"}}"),
                Arguments.of(
                        new FarmView(
                                FarmState.NO_WORKERS,
                                new FarmView.Workers(6, 1, 2, 3, 4, 5),
                                1.5,
                                0.5,
                                2,
                                7,
                                3,
                                1,
                                null,
                                new FarmView.Curve(NOON, 10, List.of(1, 2), List.of(0, 1)),
                                new Eta(NOON, NOON.plusSeconds(1)),
                                new FarmView.Today(
                                        NOON,
                                        4,
                                        3,
                                        2,
                                        new Usage(new BigDecimal("1.5"), null),
                                        new Cost(new BigDecimal("0.5"), new DevicePrice(BigDecimal.ONE, "EUR")))),
                        "{\"object\":\"farm\",\"state\":\"no_workers\",\"workers\":{\"live\":6,\"starting\":1,\"ready\":2,"
                                + "\"set_aside\":3,\"draining\":4,\"busy\":5},\"images_per_second\":1.5,\"busy_ratio\":0.5,\"batches\":2,"
                                + "\"waiting\":7,\"paused\":3,\"in_flight\":1,\"curve\":{\"from\":\"2026-01-02T12:00:00Z\","
                                + "\"seconds_per_point\":10,\"rendered\":[1,2],\"failed\":[0,1]},"
                                + "\"eta\":{\"p50\":\"2026-01-02T12:00:00Z\",\"p90\":\"2026-01-02T12:00:01Z\"},"
                                + "\"today\":{\"from\":\"2026-01-02T12:00:00Z\",\"rendered\":4,\"first_try\":3,\"failed\":2,"
                                + "\"device_seconds\":1.5,\"cost\":{\"amount\":0.5,\"per_device_hour\":1,\"currency\":\"EUR\"}}}"),
                Arguments.of(
                        new FailureView(
                                "failure-0-9",
                                NOON,
                                BATCH,
                                new TaskId(BATCH, 7),
                                "A",
                                2,
                                WORKER,
                                FailureCode.BLANK_IMAGE,
                                "one colour",
                                TaskState.COMPLETED),
                        "{\"id\":\"failure-0-9\",\"at\":\"2026-01-02T12:00:00Z\",\"batch\":\"batch_1\","
                                + "\"task\":\"batch_1/7\",\"sku\":\"A\",\"attempt\":2,\"worker\":\"w1\","
                                + "\"code\":\"blank_image\",\"detail\":\"one colour\",\"became\":\"completed\"}"),
                Arguments.of(WORKER_VIEW, WORKER_JSON),
                Arguments.of(
                        new WebhookRequest("https://a.example/hook", List.of("batch.completed"), "shop-a"),
                        "{\"url\":\"https://a.example/hook\",\"events\":[\"batch.completed\"],\"tenant\":\"shop-a\"}"),
                Arguments.of(
                        new WebhookView(
                                WEBHOOK,
                                "https://a.example/hook",
                                List.of(WebhookEvent.COMPLETED, WebhookEvent.PAUSED),
                                new TenantName("shop-a"),
                                NOON,
                                null,
                                "whsec_AAEC"),
                        "{\"id\":\"wh_1\",\"object\":\"webhook\",\"url\":\"https://a.example/hook\","
                                + "\"events\":[\"batch.completed\",\"renderfarm.batch.paused\"],\"tenant\":\"shop-a\","
                                + "\"created_at\":1767355200,\"secret\":\"whsec_AAEC\"}"),
                Arguments.of(
                        new DeliveryView(
                                "evt_1",
                                WebhookEvent.RENDERED,
                                BATCH,
                                7,
                                new BudgetNotice(new TenantName("shop-a"), "bytes", 80),
                                NOON,
                                DeliveryState.PENDING,
                                2,
                                NOON.plusSeconds(300),
                                NOON.plusSeconds(5),
                                503,
                                "answered 503"),
                        "{\"id\":\"evt_1\",\"object\":\"webhook.delivery\",\"type\":\"renderfarm.image.rendered\","
                                + "\"batch_id\":\"batch_1\",\"index\":7,"
                                + "\"budget\":{\"tenant\":\"shop-a\",\"budget\":\"bytes\",\"warned_at\":80},"
                                + "\"created_at\":1767355200,\"state\":\"pending\",\"attempts\":2,"
                                + "\"next_attempt_at\":1767355500,\"last_attempt_at\":1767355205,\"http_status\":503,"
                                + "\"problem\":\"answered 503\"}"),
                Arguments.of(new DeletedWebhook(WEBHOOK), "{\"id\":\"wh_1\",\"object\":\"webhook\",\"deleted\":true}"),
                Arguments.of(
                        ErrorEnvelope.of(FailureCode.INVALID_REQUEST, 400, "size", "too large"),
                        "{\"error\":{\"message\":\"too large\",\"type\":\"invalid_request_error\","
                                + "\"param\":\"size\",\"code\":\"invalid_request\"}}"),
                Arguments.of(
                        ErrorEnvelope.of(FailureCode.INSUFFICIENT_QUOTA, 429, null, "used up"),
                        "{\"error\":{\"message\":\"used up\",\"type\":\"insufficient_quota\","
                                + "\"param\":null,\"code\":\"insufficient_quota\"}}"),
                Arguments.of(
                        new UsagePage(List.of(USAGE_BUCKET), true, "2026-03-03", List.of(BUDGET)),
                        "{\"object\":\"page\",\"data\":[" + USAGE_BUCKET_JSON
                                + "],\"has_more\":true,\"next_page\":\"2026-03-03\",\"budgets\":[" + BUDGET_JSON
                                + "]}"),
                Arguments.of(
                        ErrorEnvelope.of(FailureCode.INTERNAL_ERROR, 500, null, "try again"),
                        "{\"error\":{\"message\":\"try again\",\"type\":\"server_error\","
                                + "\"param\":null,\"code\":\"internal_error\"}}"));
    }

    /** What stands inside of bodies or is the data of events, which the contract does not name. */
    static Stream<Arguments> parts() {
        return Stream.of(
                Arguments.of(TASK, TASK_JSON),
                Arguments.of(TaskItem.LOST, "{}"),
                Arguments.of(USAGE, USAGE_JSON),
                Arguments.of(USAGE_BUCKET, USAGE_BUCKET_JSON),
                Arguments.of(BUDGET, BUDGET_JSON),
                Arguments.of(
                        StateCounts.NONE, "{\"all\":0,\"rendering\":0,\"to_review\":0,\"needs_mending\":0,\"done\":0}"),
                Arguments.of(
                        new TaskDrawing(5, 8, Instant.EPOCH),
                        "{\"step\":5,\"steps\":8,\"since\":\"1970-01-01T00:00:00Z\"}"),
                Arguments.of(
                        new TaskChangesView(BATCH, List.of(new TaskChangesView.Range(3, 5))),
                        "{\"batch\":\"batch_1\",\"changed\":[{\"first\":3,\"last\":5}]}"),
                Arguments.of(
                        new DrawingsView(BATCH, List.of(new DrawingsView.Drawn(7, 5, 8))),
                        "{\"batch\":\"batch_1\",\"drawn\":[{\"index\":7,\"step\":5,\"steps\":8}]}"));
    }

    @ParameterizedTest
    @MethodSource({"bodies", "parts"})
    void shouldReadBackWhatItWrites(Object body, String json) {
        assertThat(Json.string(body)).isEqualTo(json);
        assertThat(Json.read(json, body.getClass())).isEqualTo(body);
    }

    @Test
    void shouldReadBackAPageWithItsEntries() {
        // Given
        ListView<WorkerView> page = ListView.of(
                List.of(WORKER_VIEW, WORKER_VIEW), view -> view.heartbeat().workerId(), true);
        String json = "{\"object\":\"list\",\"data\":[" + WORKER_JSON + "," + WORKER_JSON
                + "],\"first_id\":\"w1\",\"last_id\":\"w1\",\"has_more\":true}";
        // Then
        assertThat(Json.string(page)).isEqualTo(json);
        assertThat(ListView.read(json, WorkerView.class)).isEqualTo(page);
    }

    @Test
    void shouldSayThatAnEmptyPageHasNoIds() {
        // Given
        ListView<TaskView> page = ListView.of(List.of(), TaskView::id, false);
        String json = "{\"object\":\"list\",\"data\":[],\"first_id\":null,\"last_id\":null,\"has_more\":false}";
        // Then
        assertThat(Json.string(page)).isEqualTo(json);
        assertThat(ListView.read(json, TaskView.class)).isEqualTo(page);
    }

    @Test
    void shouldLeaveOpenWhatARequestDoesNotSay() {
        assertThat(Json.read("{\"input_file_id\":\"file-1\",\"renderfarm\":{}}", BatchRequest.class))
                .isEqualTo(new BatchRequest("file-1", null, null, null, null, new BatchRequest.Options(null, null)));
    }

    @Test
    void shouldIgnoreWhatALaterFarmAdds() {
        assertThat(ListView.read(
                                "{\"later\":1,\"data\":[{\"later\":2," + TASK_JSON.substring(1)
                                        + "],\"has_more\":true}",
                                TaskView.class)
                        .data())
                .containsExactly(TASK);
        assertThat(Json.read("{\"later\":1," + WORKER_JSON.substring(1), WorkerView.class))
                .isEqualTo(WORKER_VIEW);
        assertThat(Json.read("{\"error\":{\"code\":\"later\",\"later\":{}},\"later\":1}", ErrorEnvelope.class))
                .isEqualTo(new ErrorEnvelope(new ErrorEnvelope.Problem(null, null, null, "later")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"data\":null,\"has_more\":true}", "{\"data\":[{\"id\":7}]}", "<html>"})
    void shouldSayWhatIsNoPage(String text) {
        assertThatThrownBy(() -> ListView.read(text, TaskView.class))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("ListView");
    }

    @Test
    void shouldPinTheBytesOfEveryRecord() {
        // When
        Stream<String> records = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(getClass().getPackageName())
                        .stream()
                        .filter(JavaClass::isRecord)
                        .filter(JavaClass::isTopLevelClass)
                        .map(JavaClass::getName);
        // Then
        assertThat(records)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of(ListView.class),
                                Stream.concat(bodies(), parts()).map(body -> body.get()[0].getClass()))
                        .map(Class::getName)
                        .distinct()
                        .toList());
    }
}
