package dev.renderfarm.coordinator.live;

import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.worker.WorkerActivity;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Workers as they are told to whoever does not see everybody's tasks: what they do for others is left out. */
public record SeenWorkers(Predicate<TaskId> seen) {

    /** For whom nothing is left out. */
    public static final SeenWorkers ALL = new SeenWorkers(task -> true);

    public List<WorkerView> of(List<WorkerView> workers) {
        return this == ALL ? workers : workers.stream().map(this::of).toList();
    }

    private WorkerView of(WorkerView worker) {
        WorkerHeartbeat told = worker.heartbeat();
        @Nullable WorkerActivity now = told.now();
        return new WorkerView(
                new WorkerHeartbeat(
                        told.workerId(),
                        told.state(),
                        told.model(),
                        told.modelDigest(),
                        told.device(),
                        told.slots(),
                        told.tasksHeld().stream().filter(seen).toList(),
                        told.imagesPerSecond(),
                        told.deviceBusyRatio(),
                        told.rendered(),
                        told.failed(),
                        told.startedAt(),
                        told.sentAt(),
                        told.problem(),
                        told.host(),
                        told.hardware(),
                        now != null && seen.test(now.taskId()) ? now : null),
                worker.live());
    }
}
