package dev.renderfarm.common.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.renderfarm.common.access.AuditEntry;
import dev.renderfarm.common.access.KeyHash;
import dev.renderfarm.common.access.KeyUse;
import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.access.StoredKey;
import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.batch.Activity;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.Course;
import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.batch.FarmProgress;
import dev.renderfarm.common.batch.HistoryEvent;
import dev.renderfarm.common.batch.HistoryKind;
import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.Origin;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.batch.ReviewCounts;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.batch.UsageDay;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.edit.Coverage;
import dev.renderfarm.common.edit.PictureFacts;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.farm.FarmIdentity;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FarmId;
import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.KeyId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.model.ChatTemplate;
import dev.renderfarm.common.model.FlowMatch;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.task.Likeness;
import dev.renderfarm.common.task.Redraw;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.Shortfall;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.common.webhook.BudgetNotice;
import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.webhook.WebhookEvent;
import dev.renderfarm.common.webhook.WebhookId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.worker.DrainMode;
import dev.renderfarm.common.worker.DrainRequest;
import dev.renderfarm.common.worker.WorkerActivity;
import dev.renderfarm.common.worker.WorkerHardware;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerProblem;
import dev.renderfarm.common.worker.WorkerState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What any release has written on the topics, and in model packages, is read today. Long because each form is written out
 * once.
 */
class ReleasesTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final BatchId BATCH = new BatchId("batch_5f0c9a");
    private static final TaskId TASK = new TaskId(BATCH, 0);
    private static final ModelName MODEL = new ModelName("tiny");
    private static final WorkerId WORKER = new WorkerId("worker-1");
    private static final String DIGEST = "sha256:deb264f2f6a19568070b15f76e3105d03ea17c4e8bdcd7fe928425b299d6498e";
    private static final String SHA = "46ad4c73ca57534900abe6c23e7f64163e6a597c357a9caac7a033da0b1a5f5c";
    private static final Traceparent TRACEPARENT =
            new Traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    private static final RenderItem PLAIN = new RenderItem(
            0,
            RenderItem.LINE_UNKNOWN,
            "SKU 1",
            null,
            new ImageName("SKU_1"),
            new ImageRequest("红色陶瓷杯", null, new ImageSize(256, 384), Sampling.of(8, 0), 42));
    private static final RenderItem VARIANT = new RenderItem(
            1,
            RenderItem.LINE_UNKNOWN,
            "MUG",
            2,
            new ImageName("MUG-2"),
            new ImageRequest(
                    "a \"red\" mug",
                    "blur",
                    new ImageSize(256, 256),
                    Sampling.of(50, 4).withCfgLimits(1.5, 0.25),
                    4294967295L));

    static Stream<Arguments> samples() {
        return Stream.of(
                arguments("task/plain.json", RenderTask.of(BATCH, MODEL, PLAIN, 2)),
                arguments("task/variant.json", RenderTask.of(BATCH, MODEL, VARIANT, 1)),
                arguments("task/avoiding.json", avoiding()),
                arguments(
                        "task/traced.json",
                        RenderTask.of(BATCH, MODEL, PLAIN, 2).tracedBy(TRACEPARENT)),
                arguments(
                        "task/interactive.json",
                        RenderTask.of(BATCH, MODEL, PLAIN, 2).on(Lane.INTERACTIVE)),
                arguments(
                        "task/best_so_far.json",
                        RenderTask.of(BATCH, MODEL, PLAIN, 3).as(new Redraw(2, true, new Shortfall(1, 0.333)))),
                arguments("result/rejected.json", result(2, 5, rejected())),
                arguments(
                        "result/failed_check.json",
                        result(
                                1,
                                1,
                                new TaskOutcome.Failed(FailureCode.UNIFORM_IMAGE, "by 1.9", new Shortfall(2, 1.25)))),
                arguments("file/picture.json", picture()),
                arguments("result/rendered.json", result(2, 5, rendered())),
                arguments(
                        "result/with_usage.json",
                        result(2, 5, rendered(), new Usage(new BigDecimal("12.345678"), new BigDecimal("4321.5")))),
                arguments(
                        "result/failed.json",
                        result(1, 1, new TaskOutcome.Failed(FailureCode.DEVICE_OUT_OF_MEMORY, "too large"))),
                arguments("result/declined.json", result(1, 1, new TaskOutcome.Declined("it failed here before"))),
                arguments("heartbeat.json", heartbeat()),
                arguments("heartbeat/set_aside.json", setAside()),
                arguments("heartbeat/drawing.json", drawing()),
                arguments("drain-request.json", new DrainRequest(WORKER, NOON, at(5), null)),
                arguments("drain-request/now.json", new DrainRequest(WORKER, NOON, at(5), DrainMode.NOW)),
                arguments("drain-request/taken-back.json", DrainRequest.takenBack(WORKER, NOON, at(5))),
                arguments("webhook.json", webhook()),
                arguments("webhook/disabled.json", webhook().rotated(at(5)).disabled(at(9))),
                arguments("webhook-delivery.json", delivery()),
                arguments("webhook-delivery/failed.json", delivery().failed(at(5), 503, "answered 503", at(10))),
                arguments("webhook-delivery/picture.json", delivery().of(7)),
                arguments(
                        "webhook-delivery/budget.json",
                        WebhookDelivery.begun(
                                        new WebhookId("wh_5f0c9a"),
                                        "evt_5f0c9b",
                                        WebhookEvent.BUDGET_WARNED,
                                        null,
                                        NOON,
                                        1767355200000L,
                                        0,
                                        at(1))
                                .of(new BudgetNotice(new TenantName("shop-a"), "completed_per_day", 80))),
                arguments("webhook-delivery/dead.json", delivery().failedForGood(at(5), null, "no answer in time")),
                arguments("batch-status/completed.json", completed(null, Activity.NONE)),
                arguments("batch-status/with_usage.json", completed(usage(), Activity.NONE)),
                arguments("batch-status/with_usage_days.json", completed(usageByDays(), Activity.NONE)),
                arguments(
                        "batch-status/with_activity.json",
                        completed(null, new Activity(List.of("MUG-2.png", "MUG.png"), 1.25))),
                arguments("batch-history.json", history()),
                arguments("batch-status/standing_still.json", standingStill()),
                arguments("model.json", manifest()),
                arguments("farm.json", farm()),
                arguments("access-key.json", key()),
                arguments("access-key-use.json", new KeyUse(key().id(), at(7))),
                arguments(
                        "audit-entry.json",
                        new AuditEntry(
                                at(8),
                                new TenantName("shop-a"),
                                key().id(),
                                "Spring shop",
                                Role.SUBMITTER,
                                "10.0.0.7",
                                "POST /v1/batches/{id}/cancel",
                                "/v1/batches/batch_5f0c9a/cancel",
                                200,
                                "req_1")));
    }

    private static StoredKey key() {
        return new StoredKey(
                new KeyId("key_0123456789abcdef"),
                "Spring shop",
                new TenantName("shop-a"),
                Role.SUBMITTER,
                new KeyHash("00112233445566778899aabbccddeeff", SHA),
                NOON,
                at(60),
                at(1),
                new KeyId("key_fedcba9876543210"),
                null);
    }

    private static Webhook webhook() {
        return new Webhook(
                new WebhookId("wh_5f0c9a"),
                new TenantName("shop-a"),
                "https://shop.example/hook",
                List.of(WebhookEvent.COMPLETED, WebhookEvent.PREVIEW_READY),
                NOON,
                1,
                null,
                null);
    }

    private static WebhookDelivery delivery() {
        return WebhookDelivery.begun(
                new WebhookId("wh_5f0c9a"), "evt_5f0c9a", WebhookEvent.COMPLETED, BATCH, NOON, 12, 3, at(1));
    }

    private static FarmIdentity farm() {
        return new FarmIdentity(
                new FarmId("farm_5f0c9a"), FarmName.DEFAULT, "renderfarm-ledger", "pictures", NOON, true);
    }

    static Stream<Arguments> recorded() {
        return samples().flatMap(sample -> Recorded.all((String) sample.get()[0]).stream()
                .map(recorded -> arguments(recorded, sample.get()[1])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recorded")
    void shouldReadWhatEveryReleaseWrote(Recorded recorded, Object expected) {
        assertThat(Json.read(recorded.content(), expected.getClass())).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(BatchStatus.class)
    void shouldReadEveryStatusThatAnyReleaseWrote(BatchStatus status) {
        String name = "batch-status/" + status.wireName() + ".json";
        assertThat(Recorded.all(name)).allSatisfy(recorded -> {
            Batch batch = Json.read(recorded.content(), Batch.class);
            assertThat(batch.status()).isEqualTo(status);
            assertThat(batch.id()).isEqualTo(BATCH);
        });
        Recorded.assertWrittenAsBefore(name, Batch.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void shouldWriteWhatTheNewestReleaseWrote(String name, Object sample) {
        Recorded.assertWrittenAsBefore(name, sample.getClass());
    }

    private static Instant at(int minute) {
        return NOON.plus(Duration.ofMinutes(minute));
    }

    private static TaskResult result(int attempt, int minute, TaskOutcome outcome) {
        return result(attempt, minute, outcome, null);
    }

    private static TaskResult result(int attempt, int minute, TaskOutcome outcome, @Nullable Usage usage) {
        return new TaskResult(TASK, attempt, WORKER, DIGEST, at(minute), at(minute + 1), outcome, usage);
    }

    private static TaskOutcome rendered() {
        String image = "batches/batch_5f0c9a/images/SKU_1";
        return new TaskOutcome.Rendered(new StoredImage(image + ".png", image + ".json", SHA, 12345));
    }

    /** One that looks like another of its line. */
    private static TaskOutcome rejected() {
        String image = "batches/batch_5f0c9a/images/SKU_1";
        return new TaskOutcome.Rendered(new StoredImage(
                image + ".png",
                image + ".json",
                SHA,
                12345,
                7L,
                new Rejection(FailureCode.NEAR_DUPLICATE, "looks like MUG-2.png", new Shortfall(1, 0.333)),
                null,
                new Likeness("00000000000000ff", 2)));
    }

    private static UploadedFile picture() {
        var facts = new PictureFacts(SHA, 20, 10, true, true, Coverage.SOME);
        return new UploadedFile(
                new FileId("file-5f0c9a"), 1234, NOON, null, "mug.png", "vision", new UploadedFile.FileDetails(facts));
    }

    private static WorkerHeartbeat heartbeat() {
        return new WorkerHeartbeat(
                WORKER,
                WorkerState.READY,
                MODEL,
                DIGEST,
                "CPU:0",
                2,
                List.of(TASK),
                1.5,
                null,
                10,
                1,
                NOON,
                at(1),
                null);
    }

    private static WorkerHeartbeat setAside() {
        var problem = new WorkerProblem(FailureCode.STORAGE_DENIED, "the bucket does not accept the keys", NOON);
        return new WorkerHeartbeat(
                WORKER,
                WorkerState.SET_ASIDE,
                MODEL,
                DIGEST,
                "CPU:0",
                2,
                List.of(),
                1.5,
                0.97,
                10,
                1,
                NOON,
                at(1),
                problem);
    }

    private static BatchHistory history() {
        BatchHistory history = BatchHistory.NONE
                .and(HistoryEvent.of(HistoryKind.SUBMITTED, NOON))
                .and(HistoryEvent.waits(new WaitingFor(WaitingCode.BROKER, "the broker is away", at(1))))
                .movesAt(at(2))
                .and(HistoryEvent.reviewed(at(3), new ReviewCounts(5, 1)));
        return new BatchHistory(history.data(), 4);
    }

    private static WorkerHeartbeat drawing() {
        return new WorkerHeartbeat(
                WORKER,
                WorkerState.READY,
                MODEL,
                DIGEST,
                "GPU:0",
                2,
                List.of(TASK),
                1.5,
                0.97,
                10,
                1,
                NOON,
                at(1),
                null,
                "node-a",
                new WorkerHardware("NVIDIA H100 80GB HBM3", 85_520_809_984L),
                new WorkerActivity(TASK, "SKU 1", 1, 3, 8, at(1)));
    }

    private static RenderTask avoiding() {
        return RenderTask.of(BATCH, MODEL, PLAIN, 2).avoiding(List.of(WORKER, new WorkerId("worker-3")));
    }

    private static BatchUsage usage() {
        var usage = new Usage(new BigDecimal("3600.5"), new BigDecimal("1234567.125"));
        return new BatchUsage(usage, 5, new DevicePrice(new BigDecimal("2.50"), "EUR").of(usage));
    }

    private static BatchUsage usageByDays() {
        BatchUsage all = usage();
        var first = new Usage(new BigDecimal("3600"), null);
        var next = new Usage(new BigDecimal("0.5"), new BigDecimal("1234567.125"));
        return new BatchUsage(
                all.usage(),
                5,
                all.cost(),
                List.of(
                        new UsageDay(LocalDate.of(2026, 1, 2), 3, 4, 30_000, first, new BigDecimal("2.5")),
                        new UsageDay(LocalDate.of(2026, 1, 3), 1, 1, 10_000, next, new BigDecimal("0.000347222"))));
    }

    private static Batch completed(@Nullable BatchUsage usage, Activity activity) {
        return new Batch(
                BATCH,
                "/v1/images/generations",
                MODEL,
                null,
                new FileId("file-5f0c9a"),
                "24h",
                BatchStatus.COMPLETED,
                FileId.ofBatch(BATCH, BatchFile.OUTPUT),
                FileId.ofBatch(BATCH, BatchFile.ERRORS),
                NOON,
                at(1),
                at(24 * 60),
                at(8),
                at(9),
                null,
                null,
                null,
                null,
                new RequestCounts(4, 3, 1),
                Map.of("shop", "a"),
                new FarmProgress(
                        10,
                        0,
                        0,
                        0,
                        2,
                        42L,
                        3,
                        FileId.ofBatch(BATCH, BatchFile.MANIFEST),
                        at(9),
                        InputRules.DEFAULT,
                        InputReport.NONE,
                        Origin.UNKNOWN,
                        null,
                        usage,
                        Terms.NONE,
                        null,
                        Sharing.DEFAULT,
                        Course.UNKNOWN,
                        activity));
    }

    private static Batch standingStill() {
        var reason = new WaitingFor(WaitingCode.NO_WORKERS, "no worker of model tiny is running", at(2));
        return new Batch(
                BATCH,
                "/v1/images/generations",
                MODEL,
                null,
                new FileId("file-5f0c9a"),
                "24h",
                BatchStatus.IN_PROGRESS,
                null,
                null,
                NOON,
                at(1),
                at(24 * 60),
                null,
                null,
                null,
                null,
                null,
                null,
                new RequestCounts(4, 1, 0),
                Map.of("shop", "a"),
                new FarmProgress(
                        5,
                        2,
                        1,
                        0,
                        2,
                        42L,
                        3,
                        null,
                        at(5),
                        InputRules.DEFAULT,
                        InputReport.NONE,
                        Origin.UNKNOWN,
                        reason,
                        null));
    }

    private static ModelManifest manifest() {
        return new ModelManifest(
                1,
                MODEL,
                "1",
                DIGEST,
                "z-image",
                "bf16",
                new ChatTemplate("<|im_start|>user\n{prompt}<|im_end|>\n<|im_start|>assistant\n", 512),
                new ModelManifest.Latent(16, 8),
                new ModelManifest.SizeLimits(16, 64, 1024, 1 << 20),
                new FlowMatch("flow_match_euler", 3),
                new ModelManifest.Defaults(
                        new ImageSize(256, 256), Sampling.of(8, 4).withCfgLimits(1.5, 0.25), 100),
                Map.of("tokenizer.json", SHA));
    }
}
