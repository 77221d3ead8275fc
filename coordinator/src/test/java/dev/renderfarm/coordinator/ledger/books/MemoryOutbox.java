package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskResult;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was sent. */
final class MemoryOutbox implements Outbox {

    final List<RenderTask> dispatched = new ArrayList<>();
    final List<Batch> told = new ArrayList<>();
    final List<BatchId> forgotten = new ArrayList<>();
    /** Pictures of which status records told. */
    final List<TaskId> delivered = new ArrayList<>();

    final List<TaskResult> deadLetters = new ArrayList<>();

    @Override
    public void dispatch(RenderTask task) {
        dispatched.add(task);
    }

    @Override
    public void status(Batch batch, List<Integer> pictures) {
        told.add(batch);
        pictures.forEach(index -> delivered.add(new TaskId(batch.id(), index)));
    }

    @Override
    public void forget(BatchId batch) {
        forgotten.add(batch);
    }

    @Override
    public void deadLetter(TaskResult result) {
        deadLetters.add(result);
    }
}
