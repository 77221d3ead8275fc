package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.gpuworker.stage.Stage;
import java.time.Duration;
import java.util.Map;

/** Counts what slots do. Safe for use by several threads. */
public interface SlotMeters {

    /** A slot took up work or put it down: how many of them work now. */
    void busySlots(int count);

    /** Some stages of some task took that long. */
    void took(Map<Stage, Duration> times);

    /** An attempt ended and was reported. */
    void reported(TaskOutcome outcome);

    /** A picture was stored without a small one beside it. */
    void thumbnailLeftOut();
}
