package dev.renderfarm.gpuworker.claim;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A queue that claims only while the worker has a place before the device for what it claims. All queues of a worker
 * share the places, so what waits for the device never grows beyond them, and other workers can have the rest.
 */
public final class ClaimAhead extends ForwardingQueue {

    private final Semaphore places;
    private final BooleanSupplier open;
    private boolean holdsPlace;

    /**
     * @param places for micro-batches that wait for the device or are on it
     * @param open asked once there is a place, since the wait for one may be long
     */
    public ClaimAhead(TaskQueue queue, Semaphore places, BooleanSupplier open) {
        super(queue);
        this.places = places;
        this.open = open;
    }

    /**
     * Where nothing came, a queue that waits for a place has the next look. Its consumer may hold tasks that the broker
     * has handed to it meanwhile, and nobody else gets these before their locks run out.
     */
    @Override
    public List<ClaimedTask> claim(Duration wait) throws InterruptedException {
        if (!hasPlaceWithin(wait) || !open.getAsBoolean()) {
            return List.of();
        }
        List<ClaimedTask> claimed = queue.claim(wait);
        if (claimed.isEmpty() && places.hasQueuedThreads()) {
            leavePlace();
        }
        return claimed;
    }

    @Override
    public void rendered() {
        leavePlace();
        super.rendered();
    }

    @Override
    public void startOver(int failures) throws InterruptedException {
        leavePlace();
        super.startOver(failures);
    }

    @Override
    public void pause() {
        leavePlace();
        super.pause();
    }

    @Override
    public void close() {
        leavePlace();
        super.close();
    }

    private synchronized boolean hasPlaceWithin(Duration wait) throws InterruptedException {
        if (!holdsPlace) {
            holdsPlace = places.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
        }
        return holdsPlace;
    }

    private synchronized void leavePlace() {
        if (holdsPlace) {
            holdsPlace = false;
            places.release();
        }
    }
}
