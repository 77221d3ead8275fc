package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskResult;
import java.util.List;

/** Where the ledger's records go. Sent together with what is written to the {@link LedgerTables}, or not at all. */
public interface Outbox {

    void dispatch(RenderTask task);

    /** @param delivered indexes of the pictures that are there since the status before it */
    void status(Batch batch, List<Integer> delivered);

    /** Nobody is told of the batch any longer. */
    void forget(BatchId batch);

    void deadLetter(TaskResult result);
}
