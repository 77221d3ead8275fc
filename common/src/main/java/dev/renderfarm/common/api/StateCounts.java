package dev.renderfarm.common.api;

/**
 * How many batches there are, and how many in each state; one in several states counts in each.
 *
 * @param all whatever their state
 */
public record StateCounts(int all, int rendering, int toReview, int needsMending, int done) {

    public static final StateCounts NONE = new StateCounts(0, 0, 0, 0, 0);
}
