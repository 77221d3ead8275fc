package dev.renderfarm.common.worker;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says of itself every few seconds: the value of a record on the compacted topic
 * {@code renderfarm.workers} (key: the worker id).
 *
 * @param device as the renderer names it, for example {@code GPU:0} or {@code CPU:0}
 * @param slots how many micro-batches it works on at once
 * @param tasksHeld tasks claimed and not settled now: the ledger's watchdog leaves them alone
 * @param imagesPerSecond over the last half minute in which it rendered; 0 until it has rendered
 * @param deviceBusyRatio of the time in which the device worked to that in which a task waited for it, over the last
 *     minute of that; null until it has rendered
 * @param problem null while nothing keeps it from its work
 * @param host the machine's name; null where the machine does not tell, or the worker is of an earlier release
 * @param hardware what the device is; null where that is not known (yet)
 * @param now what the device draws; null while it draws nothing
 */
public record WorkerHeartbeat(
        WorkerId workerId,
        WorkerState state,
        ModelName model,
        String modelDigest,
        String device,
        int slots,
        List<TaskId> tasksHeld,
        double imagesPerSecond,
        @Nullable Double deviceBusyRatio,
        long rendered,
        long failed,
        Instant startedAt,
        Instant sentAt,
        @Nullable WorkerProblem problem,
        @Nullable String host,
        @Nullable WorkerHardware hardware,
        @Nullable WorkerActivity now) {

    public WorkerHeartbeat {
        tasksHeld = List.copyOf(tasksHeld);
    }

    /** Of a worker that does not tell where it runs, and whose device draws nothing. */
    public WorkerHeartbeat(
            WorkerId workerId,
            WorkerState state,
            ModelName model,
            String modelDigest,
            String device,
            int slots,
            List<TaskId> tasksHeld,
            double imagesPerSecond,
            @Nullable Double deviceBusyRatio,
            long rendered,
            long failed,
            Instant startedAt,
            Instant sentAt,
            @Nullable WorkerProblem problem) {
        this(
                workerId,
                state,
                model,
                modelDigest,
                device,
                slots,
                tasksHeld,
                imagesPerSecond,
                deviceBusyRatio,
                rendered,
                failed,
                startedAt,
                sentAt,
                problem,
                null,
                null,
                null);
    }
}
