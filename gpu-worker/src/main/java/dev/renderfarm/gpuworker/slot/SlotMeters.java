package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.worker.WorkerActivity;
import dev.renderfarm.gpuworker.stage.Stage;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what slots do. Safe for use by several threads. */
public interface SlotMeters {

    /** A slot took up work or put it down: how many of them work now. */
    void busySlots(int count);

    /** Some stages of some task took that long. */
    void took(Map<Stage, Duration> times);

    /**
     * An attempt ended and was reported.
     *
     * @param took since it was claimed
     * @param trace where it can be looked up; null where it is not traced
     */
    void reported(TaskOutcome outcome, Duration took, @Nullable Traceparent trace);

    /** The device draws this now: told as it begins, and at each step. */
    void drawing(WorkerActivity now);

    /** The device is done with the micro-batch whose first task this is. */
    void drawnNoMore(TaskId first);

    /** A picture was stored without a small one beside it. */
    void thumbnailLeftOut();
}
