package dev.renderfarm.coordinator.ledger.offstream;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.BatchLeftException;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.batch.Retention;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import java.time.InstantSource;
import java.util.Optional;

/** Tells batches that this replica keeps from those that another one keeps, and from those that nobody keeps any longer. */
final class KeptBatches {

    private final LedgerReader reader;
    private final BatchDirectory batches;
    private final Retention retention;
    private final InstantSource clock;

    /** @param batches that the whole farm knows */
    KeptBatches(LedgerReader reader, BatchDirectory batches, Retention retention, InstantSource clock) {
        this.reader = reader;
        this.batches = batches;
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * Empty for a batch that is unknown.
     *
     * @throws BatchLeftException if it is kept no longer; from that time on, though some of it may still be there
     * @throws LedgerUnavailableException if another replica keeps it
     */
    Optional<BatchEntry> entry(BatchId id, String what) {
        Optional<Batch> told = batches.get(id);
        if (told.filter(batch -> retention.hasLeft(batch, clock.instant())).isPresent() || reader.hasDeparted(id)) {
            throw new BatchLeftException(id);
        }
        Optional<BatchEntry> entry = reader.batch(id);
        if (entry.isEmpty() && told.isPresent()) {
            throw new LedgerUnavailableException(what + " of " + id + " is kept by another replica", null);
        }
        return entry;
    }
}
