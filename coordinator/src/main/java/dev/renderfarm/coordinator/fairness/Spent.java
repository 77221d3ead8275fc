package dev.renderfarm.coordinator.fairness;

/**
 * What a batch has had of the farm.
 *
 * @param deviceSeconds as far as workers tell them
 * @param pictures that were drawn in these
 * @param settled pictures that are no longer in flight for good, however they ended
 * @param retries attempts that failed and were or will be tried again
 */
public record Spent(double deviceSeconds, int pictures, int settled, int retries) {

    /** Nothing yet. */
    public static final Spent NOTHING = new Spent(0, 0, 0, 0);

    /** That took the device seconds. */
    int attempts() {
        return deviceSeconds == 0 ? 0 : pictures + retries;
    }
}
