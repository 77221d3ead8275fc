package dev.renderfarm.gpuworker.claim;

import dev.renderfarm.common.backoff.Sleeper;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A queue that claims nothing while a gate is shut, and takes no part in the share group meanwhile. */
public final class GatedQueue extends ForwardingQueue {

    private final BooleanSupplier open;
    private final Sleeper sleeper;

    /** @param open asked before every claim */
    public GatedQueue(TaskQueue queue, BooleanSupplier open, Sleeper sleeper) {
        super(queue);
        this.open = open;
        this.sleeper = sleeper;
    }

    @Override
    public List<ClaimedTask> claim(Duration wait) throws InterruptedException {
        if (open.getAsBoolean()) {
            return queue.claim(wait);
        }
        queue.pause();
        sleeper.sleep(wait);
        return List.of();
    }
}
