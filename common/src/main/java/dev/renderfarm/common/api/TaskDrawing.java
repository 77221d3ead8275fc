package dev.renderfarm.common.api;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.worker.WorkerActivity;
import java.time.Instant;

/**
 * How far a device is with a picture, as its worker said last.
 *
 * @param step that is computed, from 1; 0 before the first
 * @param since when the device began with it
 */
public record TaskDrawing(int step, int steps, Instant since) {

    public TaskDrawing {
        requireNonNull(since, "since is null");
        if (step < 0 || step > steps) {
            throw new IllegalArgumentException("there is no step " + step + " of " + steps);
        }
    }

    public static TaskDrawing of(WorkerActivity activity) {
        return new TaskDrawing(activity.step(), activity.steps(), activity.since());
    }
}
