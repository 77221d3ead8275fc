package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import java.time.InstantSource;
import java.util.List;

/** One task that a worker takes up and puts down, for tests. */
public final class WorkerInHand {

    private static final List<TaskId> ONE = List.of(new TaskId(new BatchId("batch_1"), 0));

    private final WorkerLoad load;

    public WorkerInHand(InstantSource clock) {
        this.load = new WorkerLoad(clock);
    }

    public WorkerLoad load() {
        return load;
    }

    public void takeUp() {
        load.takeUp(ONE);
    }

    public void putDown() {
        load.putDown(ONE);
    }
}
