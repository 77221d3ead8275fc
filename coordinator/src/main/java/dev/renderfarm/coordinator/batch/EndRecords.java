package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.batch.Batch;

/** Where it is written down which batches have ended, and how, for a farm that has lost its topics. */
public interface EndRecords {

    /**
     * Writing it down again replaces it. Blocks.
     *
     * @param ended in its terminal status, as everyone is told of it next
     * @throws dev.renderfarm.objectstore.store.StorageException to be called again later
     */
    void keep(Batch ended);
}
