package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A batch that has not ended, at hand: many of its tasks settle between two writes of its entry. Used by one thread.
 */
final class OpenBatch {

    private BatchEntry entry;
    private boolean saved;
    private boolean publishedCounts;
    private @Nullable BatchStatus publishedStatus;
    private Instant publishedAt = Instant.EPOCH;

    private OpenBatch(BatchEntry entry, boolean saved, @Nullable BatchStatus publishedStatus) {
        this.entry = entry;
        this.saved = saved;
        this.publishedStatus = publishedStatus;
    }

    static OpenBatch created(BatchEntry entry) {
        return new OpenBatch(entry, false, null);
    }

    /** One found in the tables: whether everyone knows its latest counts is not known. */
    static OpenBatch found(BatchEntry entry) {
        return new OpenBatch(entry, true, entry.status());
    }

    BatchEntry entry() {
        return entry;
    }

    void become(BatchEntry next) {
        if (next != entry) {
            entry = next;
            saved = false;
            publishedCounts = false;
        }
    }

    /** Whether a status record is called for: at once for a new status, now and then for progress. */
    boolean needsStatusRecord(Instant now, Duration progressInterval) {
        return entry.status() != publishedStatus
                || (!publishedCounts && !now.isBefore(publishedAt.plus(progressInterval)));
    }

    void published(Instant now) {
        entry = entry.nextStatus(now);
        saved = false;
        publishedCounts = true;
        publishedStatus = entry.status();
        publishedAt = now;
    }

    /** Whether the entry has to be written; it counts as written from now on. */
    boolean takeUnsaved() {
        boolean unsaved = !saved;
        saved = true;
        return unsaved;
    }
}
