package dev.renderfarm.gpuworker.claim;

import dev.renderfarm.common.backoff.Sleeper;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A queue that claims nothing while a gate is shut, and takes no part in the share group meanwhile. */
public final class GatedQueue implements TaskQueue {

    private final TaskQueue queue;
    private final BooleanSupplier open;
    private final Sleeper sleeper;

    /** @param open asked before every claim */
    public GatedQueue(TaskQueue queue, BooleanSupplier open, Sleeper sleeper) {
        this.queue = queue;
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

    @Override
    public void rendered() {
        queue.rendered();
    }

    @Override
    public Duration renewalInterval() {
        return queue.renewalInterval();
    }

    @Override
    public boolean renew() throws InterruptedException {
        return queue.renew();
    }

    @Override
    public void acknowledge(Acknowledgement acknowledgement) throws InterruptedException {
        queue.acknowledge(acknowledgement);
    }

    @Override
    public void startOver(int failures) throws InterruptedException {
        queue.startOver(failures);
    }

    @Override
    public void pause() {
        queue.pause();
    }

    @Override
    public void close() {
        queue.close();
    }
}
