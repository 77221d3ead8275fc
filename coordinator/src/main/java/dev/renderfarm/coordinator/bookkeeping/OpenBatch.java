package dev.renderfarm.coordinator.bookkeeping;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.coordinator.ledger.BatchEntry;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A batch that has not ended, at hand: many of its tasks settle between two writes of its entry. Used by one thread. */
final class OpenBatch {

    private BatchEntry entry;
    private boolean saved;
    private boolean told;
    private @Nullable BatchStatus toldStatus;
    private Instant toldAt = Instant.EPOCH;

    private OpenBatch(BatchEntry entry, boolean saved, @Nullable BatchStatus toldStatus) {
        this.entry = entry;
        this.saved = saved;
        this.toldStatus = toldStatus;
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
            told = false;
        }
    }

    /** Whether a status record is called for: at once for a new status, now and then for progress. */
    boolean isToBeTold(Instant now, Duration progressInterval) {
        return entry.status() != toldStatus || (!told && !now.isBefore(toldAt.plus(progressInterval)));
    }

    void tell(Instant now) {
        entry = entry.nextStatus(now);
        saved = false;
        told = true;
        toldStatus = entry.status();
        toldAt = now;
    }

    /** Whether the entry has to be written; it counts as written from now on. */
    boolean takeUnsaved() {
        boolean unsaved = !saved;
        saved = true;
        return unsaved;
    }
}
