package dev.renderfarm.coordinator.ledger.offstream;

import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.BatchHistories;
import dev.renderfarm.coordinator.batch.Retention;
import java.time.InstantSource;

/** {@link BatchHistories} on the ledger's own tables. */
public final class StoredBatchHistories implements BatchHistories {

    private final LedgerReader reader;
    private final KeptBatches batches;

    /** @param batches that the whole farm knows */
    public StoredBatchHistories(LedgerReader reader, BatchDirectory batches, Retention retention, InstantSource clock) {
        this.reader = reader;
        this.batches = new KeptBatches(reader, batches, retention, clock);
    }

    @Override
    public BatchHistory of(BatchId batch) {
        return batches.entry(batch, "the history")
                .map(entry -> reader.history(batch))
                .orElse(BatchHistory.NONE);
    }
}
