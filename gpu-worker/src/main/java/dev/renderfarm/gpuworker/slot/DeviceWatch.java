package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.common.worker.WorkerActivity;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.gpuworker.claim.ClaimedTask.Renderable;
import dev.renderfarm.gpuworker.render.Onlooker;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks on while a micro-batch is on the device, and tells the meters of it until it is closed. For one thread. */
final class DeviceWatch implements Onlooker, AutoCloseable {

    private final Renderable first;
    private final int pictures;
    private final Cancellation unwanted;
    private final SlotMeters meters;
    private @Nullable WorkerActivity now;

    DeviceWatch(List<Renderable> microBatch, Cancellation unwanted, SlotMeters meters) {
        this.first = microBatch.get(0);
        this.pictures = microBatch.size();
        this.unwanted = unwanted;
        this.meters = meters;
    }

    @Override
    public boolean isRequested() {
        return unwanted.isRequested();
    }

    @Override
    public void begins(Instant at, int steps) {
        tell(new WorkerActivity(first.taskId(), first.task().item().customId(), pictures, 0, steps, at));
    }

    @Override
    public void step(int step) {
        WorkerActivity before = now;
        if (before != null) {
            tell(before.atStep(step));
        }
    }

    @Override
    public void close() {
        if (now != null) {
            meters.drawnNoMore(first.taskId());
        }
    }

    private void tell(WorkerActivity activity) {
        now = activity;
        meters.drawing(activity);
    }
}
