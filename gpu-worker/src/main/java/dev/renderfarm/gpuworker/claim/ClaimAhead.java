package dev.renderfarm.gpuworker.claim;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A queue that claims only while the worker has a place before the device for what it claims. All queues of a worker
 * share the places, so what waits for the device never grows beyond them, and other workers can have the rest.
 */
public final class ClaimAhead extends ForwardingQueue {

    private final Places places;
    private final Places.Seat seat;
    private final BooleanSupplier open;

    /**
     * @param places for micro-batches that wait for the device or are on it
     * @param open asked once there is a place, since the wait for one may be long
     */
    public ClaimAhead(TaskQueue queue, Places places, BooleanSupplier open) {
        super(queue);
        this.places = places;
        this.seat = places.seat();
        this.open = open;
    }

    /**
     * Where nothing came, a queue that waits for a place has the next look: its consumer may hold tasks that the broker
     * has handed to it meanwhile, and nobody else gets these before their locks run out. One that is not needed leaves
     * the share group.
     */
    @Override
    public List<ClaimedTask> claim(Duration wait) throws InterruptedException {
        if (!seat.takeWithin(wait)) {
            restIfSpare();
            return List.of();
        }
        if (!open.getAsBoolean()) {
            return List.of();
        }
        List<ClaimedTask> claimed = queue.claim(wait);
        if (!claimed.isEmpty()) {
            seat.found();
        } else if (!restIfSpare() && places.waiting() > 0) {
            seat.leave();
        }
        return claimed;
    }

    @Override
    public void rendered() {
        seat.leave();
        super.rendered();
    }

    @Override
    public void startOver(int failures) throws InterruptedException {
        seat.leave();
        super.startOver(failures);
    }

    @Override
    public void pause() {
        seat.rest();
        super.pause();
    }

    @Override
    public void close() {
        seat.leave();
        super.close();
    }

    private boolean restIfSpare() {
        boolean spare = seat.restIfSpare();
        if (spare) {
            super.pause();
        }
        return spare;
    }
}
