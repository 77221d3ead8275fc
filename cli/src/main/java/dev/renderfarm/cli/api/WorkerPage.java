package dev.renderfarm.cli.api;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.WorkerState;
import java.time.Instant;
import java.util.List;

/** Body of {@code GET /v1/workers}. */
public record WorkerPage(List<Worker> data) {

    public WorkerPage {
        data = List.copyOf(data);
    }

    /**
     * A worker by its last heartbeat.
     *
     * @param live whether it has been heard of lately and has not stopped
     */
    public record Worker(
            WorkerId workerId,
            WorkerState state,
            ModelName model,
            String device,
            int slots,
            List<TaskId> tasksHeld,
            double imagesPerSecond,
            long rendered,
            long failed,
            Instant sentAt,
            boolean live) {

        public Worker {
            tasksHeld = List.copyOf(tasksHeld);
        }
    }
}
