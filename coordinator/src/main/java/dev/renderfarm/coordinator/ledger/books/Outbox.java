package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskResult;

/** Where the ledger's records go. Sent together with what is written to the {@link LedgerTables}, or not at all. */
public interface Outbox {

    void dispatch(RenderTask task);

    void status(Batch batch);

    void deadLetter(TaskResult result);
}
