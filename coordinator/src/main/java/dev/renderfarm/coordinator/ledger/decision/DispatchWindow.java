package dev.renderfarm.coordinator.ledger.decision;

import java.time.Duration;

/**
 * How many tasks of a model may be in flight together: what the farm renders of it within the horizon. Small enough for a
 * cancel or a change of priority to take effect soon, large enough for no worker to run dry.
 *
 * @param horizon how far ahead tasks are dispatched
 * @param smallest never fewer in flight than this
 * @param largest never more than this; a partition of the task topic has a limit of locked records
 */
public record DispatchWindow(Duration horizon, int smallest, int largest) {

    public DispatchWindow {
        if (horizon.isNegative() || smallest < 1 || largest < smallest) {
            throw new IllegalArgumentException("the dispatch window needs 1 <= smallest <= largest: smallest "
                    + smallest + ", largest " + largest);
        }
    }

    /**
     * Never fewer than the slots, which are twice what a worker has in hand while it draws: enough until the first of them
     * tell how fast they are. More would be a block of whoever comes first, before all others.
     *
     * @param slots of the model's live workers
     * @param imagesPerSecond of the model's live workers together; 0 where none has rendered yet
     */
    public int size(int slots, double imagesPerSecond) {
        double wanted = Math.ceil(imagesPerSecond * horizon.toMillis() / 1000);
        return (int) Math.min(largest, Math.max(Math.max(smallest, slots), wanted));
    }
}
