package dev.renderfarm.coordinator.ledger.offstream;

import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.BatchHistories;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;

/** {@link BatchHistories} on the ledger's own tables. */
public final class StoredBatchHistories implements BatchHistories {

    private final LedgerReader reader;
    private final BatchDirectory batches;

    /** @param batches that the whole farm knows */
    public StoredBatchHistories(LedgerReader reader, BatchDirectory batches) {
        this.reader = reader;
        this.batches = batches;
    }

    @Override
    public BatchHistory of(BatchId batch) {
        if (reader.batch(batch).isEmpty() && batches.get(batch).isPresent()) {
            throw new LedgerUnavailableException("the history of " + batch + " is kept by another replica", null);
        }
        return reader.history(batch);
    }
}
