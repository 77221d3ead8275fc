package dev.renderfarm.coordinator.status;

import dev.renderfarm.common.batch.Batch;

/** Hears of every batch that ends while this process runs. */
public interface EndedBatches {

    /** @param batch in its terminal status */
    void ended(Batch batch);
}
