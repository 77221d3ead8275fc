package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskResult;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was sent. */
final class MemoryOutbox implements Outbox {

    final List<RenderTask> dispatched = new ArrayList<>();
    final List<Batch> told = new ArrayList<>();
    final List<TaskResult> deadLetters = new ArrayList<>();

    @Override
    public void dispatch(RenderTask task) {
        dispatched.add(task);
    }

    @Override
    public void status(Batch batch) {
        told.add(batch);
    }

    @Override
    public void deadLetter(TaskResult result) {
        deadLetters.add(result);
    }
}
