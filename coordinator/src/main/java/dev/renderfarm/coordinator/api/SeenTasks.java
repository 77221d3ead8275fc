package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.coordinator.access.Asker;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.live.SeenWorkers;
import jakarta.inject.Singleton;
import java.util.function.Predicate;

/** Which tasks are there for whoever asks; made on the thread of his request, and good on any other. */
@Singleton
class SeenTasks {

    private final Asker asker;
    private final BatchDirectory batches;

    SeenTasks(Asker asker, BatchDirectory batches) {
        this.asker = asker;
        this.batches = batches;
    }

    Predicate<TaskId> now() {
        return asker.caller()
                .filter(caller -> caller.isBounded())
                .<Predicate<TaskId>>map(caller -> task -> batches.get(task.batchId())
                        .filter(batch ->
                                caller.sees(batch.renderfarm().sharing().tenant()))
                        .isPresent())
                .orElse(task -> true);
    }

    SeenWorkers workers() {
        return asker.isBounded() ? new SeenWorkers(now()) : SeenWorkers.ALL;
    }
}
