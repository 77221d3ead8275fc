package dev.renderfarm.coordinator.fairness;

/**
 * What a batch has had of the farm.
 *
 * @param deviceSeconds as far as workers tell them
 * @param pictures that were drawn in these
 * @param settled pictures that are no longer in flight for good, however they ended
 * @param retries attempts that failed and were or will be tried again
 * @param expected seconds of a device for its next picture, by others of its size and steps; 0 where nobody knows
 */
public record Spent(double deviceSeconds, int pictures, int settled, int retries, double expected) {

    /** Nothing yet. */
    public static final Spent NOTHING = new Spent(0, 0, 0, 0, 0);

    /** One of which nobody knows what to expect. */
    public Spent(double deviceSeconds, int pictures, int settled, int retries) {
        this(deviceSeconds, pictures, settled, retries, 0);
    }

    /** That took the device seconds. */
    int attempts() {
        return deviceSeconds == 0 ? 0 : pictures + retries;
    }
}
