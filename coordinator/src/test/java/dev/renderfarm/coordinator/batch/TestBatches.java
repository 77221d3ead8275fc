package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.batch.Activity;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.Course;
import dev.renderfarm.common.batch.FarmProgress;
import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.Origin;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.batch.ReviewCounts;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.Lane;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Batches for tests. Long because a batch has many components, and a record has no way to change one of them. */
public final class TestBatches {

    public static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    /** End of their completion windows: later than any clock that tests go by. */
    public static final Instant EXPIRES = Instant.parse("2100-01-01T00:00:00Z");

    public static Batch batch(BatchId id, BatchStatus status, long sequence) {
        return batch(id, status, sequence, 0, null);
    }

    /** @param total requests, all of them waiting */
    public static Batch batch(
            BatchId id, BatchStatus status, long sequence, int total, @Nullable Instant cancellingAt) {
        return batch(
                id,
                status,
                new RequestCounts(total, 0, 0),
                new FarmProgress(
                        sequence,
                        total,
                        0,
                        0,
                        0,
                        42L,
                        3,
                        null,
                        CREATED,
                        InputRules.DEFAULT,
                        InputReport.NONE,
                        Origin.UNKNOWN,
                        null,
                        null),
                cancellingAt);
    }

    /** One that renders lines of another one again. */
    public static Batch child(BatchId id, BatchId parent) {
        return batch(
                id,
                BatchStatus.COMPLETED,
                new RequestCounts(0, 0, 0),
                new FarmProgress(
                        1,
                        0,
                        0,
                        0,
                        0,
                        42L,
                        3,
                        null,
                        CREATED,
                        InputRules.DEFAULT,
                        InputReport.NONE,
                        new Origin(CREATED, parent, null, null, null, null),
                        null,
                        null),
                null);
    }

    /** One that was paused when it was created. */
    public static Batch paused(BatchId id, long sequence) {
        return batch(
                id,
                BatchStatus.IN_PROGRESS,
                new RequestCounts(0, 0, 0),
                new FarmProgress(
                        sequence,
                        0,
                        0,
                        0,
                        0,
                        42L,
                        3,
                        null,
                        CREATED,
                        InputRules.DEFAULT,
                        InputReport.NONE,
                        Origin.UNKNOWN,
                        new WaitingFor(WaitingCode.PAUSED, WaitingCode.PAUSED.description(), CREATED),
                        null),
                null);
    }

    /** The batch when its files are written, as the ledger knows it: to the nanosecond. */
    public static Batch finalizing(BatchId id, Instant finalizingAt) {
        Batch batch = batch(id, BatchStatus.FINALIZING, 1);
        return new Batch(
                batch.id(),
                batch.endpoint(),
                batch.model(),
                null,
                batch.inputFileId(),
                batch.completionWindow(),
                batch.status(),
                null,
                null,
                batch.createdAt(),
                null,
                batch.expiresAt(),
                finalizingAt,
                null,
                null,
                null,
                null,
                null,
                batch.requestCounts(),
                batch.metadata(),
                batch.renderfarm());
    }

    /** One that ended then, and was told of when batches here are created. */
    public static Batch completed(BatchId id, Instant completedAt) {
        Batch batch = batch(id, BatchStatus.COMPLETED, 1);
        return new Batch(
                batch.id(),
                batch.endpoint(),
                batch.model(),
                null,
                batch.inputFileId(),
                batch.completionWindow(),
                batch.status(),
                null,
                null,
                batch.createdAt(),
                null,
                batch.expiresAt(),
                null,
                completedAt,
                null,
                null,
                null,
                null,
                batch.requestCounts(),
                batch.metadata(),
                batch.renderfarm());
    }

    /** The same batch, having taken so much. */
    public static Batch using(Batch batch, BatchUsage usage) {
        return with(batch, usage, batch.renderfarm().terms(), batch.renderfarm().origin());
    }

    /** The same batch, on other terms. */
    public static Batch on(Batch batch, Terms terms) {
        return with(batch, batch.renderfarm().usage(), terms, batch.renderfarm().origin());
    }

    /** The same batch, shared so and getting on so. */
    public static Batch shared(Batch batch, Sharing sharing, Course course) {
        return with(
                batch,
                batch.renderfarm().usage(),
                batch.renderfarm().terms(),
                batch.renderfarm().origin(),
                sharing,
                course);
    }

    /** The same batch, of lines of another one. */
    public static Batch childOf(BatchId parent, Batch batch) {
        Origin origin = new Origin(CREATED, parent, 2, null, null, null);
        return with(batch, batch.renderfarm().usage(), batch.renderfarm().terms(), origin);
    }

    private static Batch with(Batch batch, @Nullable BatchUsage usage, Terms terms, Origin origin) {
        return with(
                batch,
                usage,
                terms,
                origin,
                batch.renderfarm().sharing(),
                batch.renderfarm().course());
    }

    private static Batch with(
            Batch batch, @Nullable BatchUsage usage, Terms terms, Origin origin, Sharing sharing, Course course) {
        FarmProgress before = batch.renderfarm();
        return batch(
                batch.id(),
                batch.status(),
                batch.requestCounts(),
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
                        origin,
                        before.waitingFor(),
                        usage,
                        terms,
                        before.review(),
                        sharing,
                        course,
                        Activity.NONE),
                batch.cancellingAt());
    }

    /** A batch whose tasks have all settled; those neither completed nor failed are cancelled. */
    public static Batch settled(BatchId id, BatchStatus status, RequestCounts counts, @Nullable Instant cancellingAt) {
        return settled(id, status, counts, cancellingAt, 0);
    }

    /** The same, of an input of which so many lines were skipped. */
    public static Batch settled(
            BatchId id, BatchStatus status, RequestCounts counts, @Nullable Instant cancellingAt, int skipped) {
        InputReport input = new InputReport(skipped, null);
        int cancelled = counts.total() - counts.completed() - counts.failed();
        return batch(
                id,
                status,
                input.withSkipped(counts),
                new FarmProgress(
                        9,
                        0,
                        0,
                        cancelled,
                        0,
                        42L,
                        3,
                        null,
                        CREATED,
                        InputRules.DEFAULT,
                        input,
                        Origin.UNKNOWN,
                        null,
                        null),
                cancellingAt);
    }

    private static Batch batch(
            BatchId id,
            BatchStatus status,
            RequestCounts counts,
            FarmProgress progress,
            @Nullable Instant cancellingAt) {
        return new Batch(
                id,
                "/v1/images/generations",
                new ModelName("tiny"),
                null,
                new FileId("file-1"),
                "24h",
                status,
                null,
                null,
                CREATED,
                null,
                EXPIRES,
                null,
                null,
                null,
                null,
                cancellingAt,
                null,
                counts,
                Map.of(),
                progress);
    }

    /** The same batch, having left these files. */
    public static Batch withFiles(Batch batch, @Nullable FileId output, @Nullable FileId errors) {
        return new Batch(
                batch.id(),
                batch.endpoint(),
                batch.model(),
                batch.errors(),
                batch.inputFileId(),
                batch.completionWindow(),
                batch.status(),
                output,
                errors,
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
                batch.renderfarm());
    }

    /** A batch that stands still for this. */
    public static Batch waitingFor(Batch batch, WaitingCode code) {
        return progress(
                batch,
                new WaitingFor(code, code.description(), CREATED),
                null,
                batch.renderfarm().origin());
    }

    /** A batch of whose pictures some were judged. */
    public static Batch reviewed(Batch batch, int approved, int rejected) {
        return progress(
                batch,
                null,
                new ReviewCounts(approved, rejected),
                batch.renderfarm().origin());
    }

    /** A batch of that input, on that lane. */
    public static Batch of(Batch batch, @Nullable String inputFilename, @Nullable Lane lane) {
        return progress(batch, null, null, new Origin(CREATED, null, null, null, lane, inputFilename));
    }

    private static Batch progress(
            Batch batch, @Nullable WaitingFor waiting, @Nullable ReviewCounts review, Origin origin) {
        FarmProgress before = batch.renderfarm();
        return batch(
                batch.id(),
                batch.status(),
                batch.requestCounts(),
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
                        origin,
                        waiting,
                        before.usage(),
                        before.terms(),
                        review,
                        before.sharing(),
                        before.course(),
                        before.activity()),
                batch.cancellingAt());
    }

    private TestBatches() {}
}
