package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.worker.WorkerActivity;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all slots of this worker hold and have done, for heartbeats. Safe for use by several threads. */
public final class WorkerLoad {

    private final InstantSource clock;
    private final List<TaskId> held = new ArrayList<>();
    private final RenderRate rate = new RenderRate();
    private int busySlots;
    private long rendered;
    private long failed;
    private @Nullable WorkerActivity drawing;

    public WorkerLoad(InstantSource clock) {
        this.clock = clock;
    }

    /** A moment of it. */
    public record Snapshot(
            List<TaskId> held,
            double imagesPerSecond,
            long rendered,
            long failed,
            @Nullable WorkerActivity drawing) {}

    public synchronized Snapshot snapshot() {
        return new Snapshot(List.copyOf(held), rate.perSecond(clock.instant()), rendered, failed, drawing);
    }

    /** A slot takes up these tasks; returns how many slots work now. */
    synchronized int takeUp(Collection<TaskId> tasks) {
        held.addAll(tasks);
        rate.busy(clock.instant());
        return ++busySlots;
    }

    /** A slot puts down what it took up; returns how many slots still work. */
    synchronized int putDown(Collection<TaskId> tasks) {
        tasks.forEach(held::remove);
        if (--busySlots == 0) {
            rate.idle(clock.instant());
        }
        return busySlots;
    }

    /** The device draws this now. */
    public synchronized void drawing(WorkerActivity now) {
        drawing = now;
    }

    /** The device is done with the micro-batch whose first task this is; it may have begun with the next already. */
    public synchronized void drawnNoMore(TaskId first) {
        if (drawing != null && drawing.taskId().equals(first)) {
            drawing = null;
        }
    }

    private long countPicture() {
        rate.rendered(clock.instant());
        return ++rendered;
    }

    /** An attempt ended and was reported. */
    public synchronized void count(TaskOutcome outcome) {
        outcome.fold(
                picture -> countPicture(), failure -> failure.code().isUnwanted() ? failed : ++failed, declined -> 0L);
    }
}
