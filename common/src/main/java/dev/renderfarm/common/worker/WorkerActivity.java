package dev.renderfarm.common.worker;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.id.TaskId;
import java.time.Instant;

/**
 * What a worker's device draws at this moment.
 *
 * @param taskId the first of the micro-batch
 * @param sku its {@code custom_id}
 * @param pictures in the micro-batch
 * @param step that is computed, from 1; 0 before the first
 * @param since when the device began with it
 */
public record WorkerActivity(TaskId taskId, String sku, int pictures, int step, int steps, Instant since) {

    public WorkerActivity {
        requireNonNull(taskId, "task_id is null");
        requireNonNull(sku, "sku is null");
        requireNonNull(since, "since is null");
        if (step < 0 || step > steps) {
            throw new IllegalArgumentException("there is no step " + step + " of " + steps);
        }
    }

    public WorkerActivity atStep(int next) {
        return new WorkerActivity(taskId, sku, pictures, next, steps, since);
    }
}
