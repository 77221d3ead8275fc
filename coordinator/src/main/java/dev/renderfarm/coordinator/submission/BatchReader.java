package dev.renderfarm.coordinator.submission;

import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads what has just been written: the directory is some milliseconds behind, so this waits for it, but not for long.
 */
public final class BatchReader {

    private static final Duration STEP = Duration.ofMillis(20);

    private final BatchDirectory directory;
    private final Duration patience;
    private final InstantSource time;
    private final Sleeper sleeper;

    public BatchReader(BatchDirectory directory, Duration patience, InstantSource time, Sleeper sleeper) {
        this.directory = directory;
        this.patience = patience;
        this.time = time;
        this.sleeper = sleeper;
    }

    /**
     * The batch as soon as it is as wanted; else as it is when patience ends; empty where the directory does not tell
     * by then.
     */
    public Optional<Batch> await(BatchId id, Predicate<Batch> wanted) throws InterruptedException {
        Instant end = time.instant().plus(patience);
        Optional<Batch> found = find(id);
        while (found.filter(wanted).isEmpty() && time.instant().isBefore(end)) {
            sleeper.sleep(STEP);
            found = find(id);
        }
        return found;
    }

    /** Returns when the directory tells of the batch no longer, or patience ends. */
    public void awaitGone(BatchId id) throws InterruptedException {
        Instant end = time.instant().plus(patience);
        while (find(id).isPresent() && time.instant().isBefore(end)) {
            sleeper.sleep(STEP);
        }
    }

    /** What the directory tells now; empty too where it cannot tell. */
    Optional<Batch> find(BatchId id) {
        try {
            return directory.get(id);
        } catch (LedgerUnavailableException e) {
            return Optional.empty();
        }
    }
}
