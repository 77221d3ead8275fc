package dev.renderfarm.coordinator.ledger.decision;

import java.time.Duration;

/**
 * How many tasks of a batch may be in flight: its share of what the farm renders within the horizon. Small enough for a
 * cancel or a change of priority to take effect soon, large enough for no worker to run dry.
 *
 * @param horizon how far ahead tasks are dispatched
 * @param smallest never fewer in flight than this, nor than twice the slots
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
     * @param slots of the model's live workers
     * @param imagesPerSecond of the model's live workers together
     * @param share of the batch among those that have tasks waiting for the model, above 0 and at most 1
     */
    public int size(int slots, double imagesPerSecond, double share) {
        double wanted = Math.ceil(imagesPerSecond * horizon.toMillis() / 1000 * share);
        long atLeast = Math.max(smallest, 2L * slots);
        return (int) Math.min(largest, Math.max(atLeast, wanted));
    }
}
