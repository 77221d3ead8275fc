package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Course;
import dev.renderfarm.common.batch.FarmProgress;
import dev.renderfarm.common.batch.Forecast;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entry as everyone sees the batch. */
record EntryView(BatchEntry entry) {

    Batch batch() {
        Submission submission = entry.submission();
        Standing standing = entry.standing();
        BatchEntry.Files files = entry.files();
        return new Batch(
                entry.id(),
                submission.endpoint(),
                entry.model(),
                standing.errors(),
                submission.inputFileId(),
                submission.completionWindow(),
                entry.status(),
                files == null ? null : files.outputFileId(),
                files == null ? null : files.errorFileId(),
                submission.createdAt(),
                reachedAt(BatchStatus.IN_PROGRESS),
                submission.expiresAt(),
                reachedAt(BatchStatus.FINALIZING),
                reachedAt(BatchStatus.COMPLETED),
                reachedAt(BatchStatus.FAILED),
                reachedAt(BatchStatus.EXPIRED),
                reachedAt(BatchStatus.CANCELLING),
                reachedAt(BatchStatus.CANCELLED),
                standing.input().withSkipped(entry.counts().requests()),
                submission.metadata(),
                progress());
    }

    private FarmProgress progress() {
        Submission submission = entry.submission();
        BatchEntry.Files files = entry.files();
        return new FarmProgress(
                entry.published().sequence(),
                entry.counts().waiting(),
                entry.counts().inFlight(),
                entry.counts().cancelled(),
                entry.tasks().retries(),
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
                entry.review(),
                submission.sharing(),
                course());
    }

    private Course course() {
        return new Course(
                entry.counts().retrying(),
                entry.dispatches() ? entry.published().eta() : null,
                scored());
    }

    /** How far forecasts were off, of a batch that has come to its end by itself; null for none. */
    private @Nullable List<Forecast> scored() {
        Instant settledAt = reachedAt(BatchStatus.FINALIZING);
        return entry.status() != BatchStatus.COMPLETED
                        || settledAt == null
                        || entry.published().forecasts() == null
                ? null
                : entry.published().noted().stream()
                        .map(forecast -> forecast.scored(settledAt))
                        .toList();
    }

    private @Nullable Instant reachedAt(BatchStatus reached) {
        return entry.standing().reachedAt().get(reached);
    }
}
