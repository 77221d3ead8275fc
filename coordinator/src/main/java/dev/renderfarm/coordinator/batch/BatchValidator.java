package dev.renderfarm.coordinator.batch;

/** Reads a batch's input, checks every line and writes the item parts. */
public interface BatchValidator {

    /**
     * Blocks; called off the stream thread. May be called again for the same batch after a crash, then writes the same
     * parts.
     *
     * @return {@link BatchCommand.Validated} or {@link BatchCommand.Rejected}
     * @throws dev.renderfarm.objectstore.store.StorageException to be called again later
     * @throws InterruptedException when the coordinator stops
     */
    BatchCommand validate(BatchCommand.Submit submission) throws InterruptedException;
}
