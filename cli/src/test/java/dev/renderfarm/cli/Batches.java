package dev.renderfarm.cli;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchErrors;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.BatchWarnings;
import dev.renderfarm.common.batch.Course;
import dev.renderfarm.common.batch.FarmProgress;
import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.Origin;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Batches for tests: of four pictures unless told otherwise. */
public final class Batches {

    public static final BatchId ID = new BatchId("batch_0123abc");
    private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");

    public static Batch validating(long sequence) {
        return batch(BatchStatus.VALIDATING, sequence, 0, 0, 0, 0, null);
    }

    public static Batch inProgress(long sequence, int completed) {
        return batch(BatchStatus.IN_PROGRESS, sequence, 4, completed, 0, 0, null);
    }

    /** Another one in progress. */
    public static Batch inProgress(BatchId id) {
        return batch(id, BatchStatus.IN_PROGRESS, 1, 4, 1, 0, 0, null, InputReport.NONE, null, null);
    }

    /** In progress, having taken so much. */
    public static Batch using(BatchUsage usage) {
        return batch(ID, BatchStatus.IN_PROGRESS, 3, 4, 1, 0, 0, null, InputReport.NONE, null, usage);
    }

    /** A batch that says how it gets on and is shared. */
    public static Batch shared(Batch batch, Sharing sharing, Course course) {
        FarmProgress before = batch.renderfarm();
        return new Batch(
                batch.id(),
                batch.endpoint(),
                batch.model(),
                batch.errors(),
                batch.inputFileId(),
                batch.completionWindow(),
                batch.status(),
                batch.outputFileId(),
                batch.errorFileId(),
                batch.createdAt(),
                batch.inProgressAt(),
                batch.expiresAt(),
                batch.finalizingAt(),
                batch.completedAt(),
                batch.failedAt(),
                batch.expiredAt(),
                batch.cancellingAt(),
                batch.cancelledAt(),
                batch.requestCounts(),
                batch.metadata(),
                new FarmProgress(
                        before.sequence(),
                        before.waiting(),
                        before.inFlight(),
                        before.cancelled(),
                        before.retries(),
                        before.seed(),
                        before.maxAttempts(),
                        before.manifestFileId(),
                        before.updatedAt(),
                        before.rules(),
                        before.input(),
                        before.origin(),
                        before.waitingFor(),
                        before.usage(),
                        before.terms(),
                        before.review(),
                        sharing,
                        course,
                        before.activity()));
    }

    public static Batch completed(long sequence, int completed, int failed) {
        return batch(BatchStatus.COMPLETED, sequence, completed + failed, completed, failed, 0, null);
    }

    public static Batch cancelled(long sequence, int completed, int cancelled) {
        return batch(BatchStatus.CANCELLED, sequence, completed + cancelled, completed, 0, cancelled, null);
    }

    public static Batch expired(long sequence, int completed, int cancelled) {
        return batch(BatchStatus.EXPIRED, sequence, completed + cancelled, completed, 0, cancelled, null);
    }

    public static Batch failed(long sequence, LineError... errors) {
        return batch(BatchStatus.FAILED, sequence, 0, 0, 0, 0, new BatchErrors(List.of(errors)));
    }

    /** In progress, with that found in its input and one thing more. */
    public static Batch warned(long sequence, LineWarning... warnings) {
        var report = new InputReport(0, new BatchWarnings(List.of(warnings), 1));
        return batch(BatchStatus.IN_PROGRESS, sequence, 4, 0, 0, 0, null, report, null);
    }

    /** In progress, and standing still since then. */
    public static Batch waiting(long sequence, String message, Instant since) {
        var reason = new WaitingFor(WaitingCode.NO_WORKERS, message, since);
        return batch(BatchStatus.IN_PROGRESS, sequence, 4, 1, 0, 0, null, InputReport.NONE, reason);
    }

    /** In progress, and paused. */
    public static Batch paused(long sequence, int completed) {
        var reason = new WaitingFor(WaitingCode.PAUSED, WaitingCode.PAUSED.description(), CREATED);
        return batch(BatchStatus.IN_PROGRESS, sequence, 4, completed, 0, 0, null, InputReport.NONE, reason);
    }

    /** Completed; of the failed ones all are lines that were skipped. */
    public static Batch skipped(long sequence, int completed, int lines) {
        return batch(
                BatchStatus.COMPLETED,
                sequence,
                completed + lines,
                completed,
                lines,
                0,
                null,
                new InputReport(lines, null),
                null);
    }

    private static Batch batch(
            BatchStatus status,
            long sequence,
            int total,
            int completed,
            int failed,
            int cancelled,
            @Nullable BatchErrors errors) {
        return batch(status, sequence, total, completed, failed, cancelled, errors, InputReport.NONE, null);
    }

    private static Batch batch(
            BatchStatus status,
            long sequence,
            int total,
            int completed,
            int failed,
            int cancelled,
            @Nullable BatchErrors errors,
            InputReport input,
            @Nullable WaitingFor waitingFor) {
        return batch(ID, status, sequence, total, completed, failed, cancelled, errors, input, waitingFor, null);
    }

    private static Batch batch(
            BatchId id,
            BatchStatus status,
            long sequence,
            int total,
            int completed,
            int failed,
            int cancelled,
            @Nullable BatchErrors errors,
            InputReport input,
            @Nullable WaitingFor waitingFor,
            @Nullable BatchUsage usage) {
        boolean files = status == BatchStatus.COMPLETED || status == BatchStatus.CANCELLED;
        return new Batch(
                id,
                "/v1/images/generations",
                new ModelName("tiny"),
                errors,
                new FileId("file-1"),
                "24h",
                status,
                files && completed > 0 ? FileId.ofBatch(id, BatchFile.OUTPUT) : null,
                files && failed > 0 ? FileId.ofBatch(id, BatchFile.ERRORS) : null,
                CREATED,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new RequestCounts(total, completed, failed),
                Map.of("season", "spring"),
                new FarmProgress(
                        sequence,
                        total - completed - failed - cancelled,
                        0,
                        cancelled,
                        0,
                        7L,
                        3,
                        files ? FileId.ofBatch(id, BatchFile.MANIFEST) : null,
                        CREATED.plusSeconds(sequence),
                        InputRules.DEFAULT,
                        input,
                        Origin.UNKNOWN,
                        waitingFor,
                        usage));
    }

    private Batches() {}
}
