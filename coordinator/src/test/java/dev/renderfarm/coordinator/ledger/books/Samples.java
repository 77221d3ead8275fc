package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchErrors;
import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.Retention;
import dev.renderfarm.coordinator.ledger.decision.DispatchWindow;
import dev.renderfarm.coordinator.ledger.decision.NearDuplicates;
import dev.renderfarm.coordinator.ledger.decision.RetryPolicy;
import dev.renderfarm.coordinator.ledger.decision.WatchdogPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Commands, results and policies for tests. */
public final class Samples {

    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    public static final Duration WINDOW_OF_TIME = Duration.ofHours(24);
    public static final ModelName MODEL = new ModelName("tiny");
    public static final DevicePrice PRICE = new DevicePrice(new BigDecimal("2.5"), "EUR");
    public static final BatchId BATCH = new BatchId("batch_1");
    public static final WorkerId WORKER = new WorkerId("worker-1");

    public static LedgerPolicies policies(int window) {
        return new LedgerPolicies(
                new RetryPolicy(Duration.ofSeconds(1), 2, Duration.ofSeconds(60)),
                new RetryPolicy(Duration.ofSeconds(1), 2, Duration.ofSeconds(15)),
                new WatchdogPolicy(Duration.ofMinutes(1), Duration.ofHours(1)),
                new DispatchWindow(Duration.ofSeconds(30), window, Math.max(window, 1000)),
                new NearDuplicates(2),
                Duration.ofSeconds(15),
                Duration.ofMillis(250),
                2_000,
                new Retention(Duration.ofDays(30), Duration.ofDays(400)));
    }

    public static BatchCommand.Submit submit(BatchId batch, int maxAttempts) {
        return submit(batch, maxAttempts, Terms.NONE);
    }

    public static BatchCommand.Submit submit(BatchId batch, int maxAttempts, @Nullable Traceparent traceparent) {
        return submit(batch, maxAttempts, traceparent, Terms.NONE, Sharing.DEFAULT);
    }

    public static BatchCommand.Submit submit(BatchId batch, int maxAttempts, Terms terms) {
        return submit(batch, maxAttempts, null, terms, Sharing.DEFAULT);
    }

    /** One of a tenant that has the batch's share. */
    public static BatchCommand.Submit submit(BatchId batch, Sharing sharing) {
        return submit(batch, 3, null, Terms.NONE, sharing);
    }

    private static BatchCommand.Submit submit(
            BatchId batch, int maxAttempts, @Nullable Traceparent traceparent, Terms terms, Sharing sharing) {
        return new BatchCommand.Submit(
                batch,
                new FileId("file-in"),
                "/v1/images/generations",
                "24h",
                null,
                7,
                maxAttempts,
                Map.of("season", "spring"),
                START,
                START.plus(WINDOW_OF_TIME),
                InputRules.DEFAULT,
                null,
                traceparent,
                terms,
                null,
                sharing,
                null,
                null,
                null);
    }

    public static BatchCommand.Validated validated(BatchId batch, int total) {
        return new BatchCommand.Validated(batch, MODEL, total, InputReport.NONE, null, PRICE);
    }

    /** Lines of the input were skipped. */
    public static BatchCommand.Validated validated(BatchId batch, int total, int skipped) {
        return new BatchCommand.Validated(
                batch,
                MODEL,
                total,
                new InputReport(skipped, null),
                rejected(batch).errors(),
                PRICE);
    }

    public static BatchCommand.Rejected rejected(BatchId batch) {
        var error = new LineError(FailureCode.INVALID_REQUEST, 3, "size", "size must be WIDTHxHEIGHT");
        return new BatchCommand.Rejected(batch, new BatchErrors(List.of(error)), InputReport.NONE);
    }

    /** The files tell of the tasks that the batch counts. */
    public static BatchCommand.Finalized finalized(Batch batch) {
        return finalized(batch.id(), batch.taskCounts(), batch.renderfarm().cancelled());
    }

    public static BatchCommand.Finalized finalized(BatchId batch, RequestCounts counts, int cancelled) {
        return new BatchCommand.Finalized(
                batch,
                counts,
                cancelled,
                FileId.ofBatch(batch, BatchFile.OUTPUT),
                null,
                FileId.ofBatch(batch, BatchFile.MANIFEST),
                null);
    }

    public static RenderItem item(int index) {
        return new RenderItem(
                index,
                index + 1,
                "sku-" + index,
                null,
                new ImageName("sku-" + index),
                new ImageRequest("a cup", null, new ImageSize(64, 64), Sampling.of(4, 0), index));
    }

    public static TaskResult rendered(TaskId task, int attempt) {
        var image = new StoredImage("k" + task.index() + ".png", "k" + task.index() + ".json", "00", 10);
        return result(task, attempt, new TaskOutcome.Rendered(image));
    }

    public static TaskResult rendered(RenderTask task) {
        return rendered(task.taskId(), task.attempt());
    }

    public static TaskResult failed(TaskId task, int attempt, FailureCode code) {
        return result(task, attempt, new TaskOutcome.Failed(code, "it failed"));
    }

    public static TaskResult failed(RenderTask task, FailureCode code) {
        return failed(task.taskId(), task.attempt(), code);
    }

    /** What a worker says to it. */
    public static TaskResult answer(WorkerId worker, RenderTask task, TaskOutcome outcome) {
        return new TaskResult(task.taskId(), task.attempt(), worker, "sha256:00", START, START, outcome, null);
    }

    private static TaskResult result(TaskId task, int attempt, TaskOutcome outcome) {
        return new TaskResult(task, attempt, WORKER, "sha256:00", START, START, outcome, null);
    }

    private Samples() {}
}
