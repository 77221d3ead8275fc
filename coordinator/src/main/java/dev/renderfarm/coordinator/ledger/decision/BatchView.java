package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Course;
import dev.renderfarm.common.batch.FarmProgress;
import dev.renderfarm.common.batch.Forecast;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What everyone sees of a batch. */
final class BatchView {

    static Batch of(BatchEntry entry) {
        Submission submission = entry.submission();
        BatchEntry.Files files = entry.files();
        return new Batch(
                entry.id(),
                submission.endpoint(),
                entry.model(),
                entry.standing().errors(),
                submission.inputFileId(),
                submission.completionWindow(),
                entry.status(),
                files == null ? null : files.outputFileId(),
                files == null ? null : files.errorFileId(),
                submission.createdAt(),
                entry.reachedAt(BatchStatus.IN_PROGRESS),
                submission.expiresAt(),
                entry.reachedAt(BatchStatus.FINALIZING),
                entry.reachedAt(BatchStatus.COMPLETED),
                entry.reachedAt(BatchStatus.FAILED),
                entry.reachedAt(BatchStatus.EXPIRED),
                entry.reachedAt(BatchStatus.CANCELLING),
                entry.reachedAt(BatchStatus.CANCELLED),
                entry.standing().input().withSkipped(entry.counts().requests()),
                submission.metadata(),
                progress(entry));
    }

    private static FarmProgress progress(BatchEntry entry) {
        Submission submission = entry.submission();
        BatchCounts counts = entry.counts();
        BatchEntry.Files files = entry.files();
        return new FarmProgress(
                entry.published().sequence(),
                counts.waiting(),
                counts.inFlight(),
                counts.cancelled(),
                entry.retries(),
                submission.seed(),
                submission.maxAttempts(),
                files == null ? null : files.manifestFileId(),
                entry.published().updatedAt(),
                submission.rules(),
                entry.standing().input(),
                submission.origin(),
                entry.waitingFor(),
                entry.account().view(),
                entry.terms(),
                submission.sharing(),
                course(entry));
    }

    private static Course course(BatchEntry entry) {
        return new Course(
                entry.counts().retrying(),
                entry.dispatches() ? entry.published().eta() : null,
                scored(entry));
    }

    /** How far forecasts were off, of a batch that has come to its end by itself; null for none. */
    private static @Nullable List<Forecast> scored(BatchEntry entry) {
        Instant settledAt = entry.reachedAt(BatchStatus.FINALIZING);
        return entry.status() != BatchStatus.COMPLETED
                        || settledAt == null
                        || entry.published().forecasts() == null
                ? null
                : entry.published().noted().stream()
                        .map(forecast -> forecast.scored(settledAt))
                        .toList();
    }

    private BatchView() {}
}
