package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.id.BatchId;

/** What happened to batches, as the ledger keeps it. Safe for several threads. */
@FunctionalInterface
public interface BatchHistories {

    /**
     * Empty for a batch that is unknown, or had ended before the farm kept histories.
     *
     * @throws BatchLeftException if it is kept no longer
     * @throws LedgerUnavailableException while the ledger cannot be read, as after a start, and of a batch that another
     *     replica keeps and that cannot be asked
     */
    BatchHistory of(BatchId batch);
}
