package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import java.util.Iterator;

/** Writes output, errors and manifest of a batch whose tasks have all settled. */
public interface BatchFinalizer {

    /**
     * Blocks; called off the stream thread. May be called again for the same batch after a crash, then writes the same
     * files.
     *
     * @param batch as it stood when finalizing began
     * @param tasks exactly one for each index from 0 to the batch's total, in order; read once
     * @throws LedgerUnavailableException if the tasks are not as the batch counts them, as tables of another time or
     * place give them
     * @throws dev.renderfarm.objectstore.store.StorageException to be called again later
     * @throws InterruptedException when the coordinator stops
     */
    BatchCommand.Finalized finish(Batch batch, Iterator<TaskView> tasks) throws InterruptedException;
}
