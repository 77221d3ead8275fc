package dev.renderfarm.modelexport.roll;

import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How fast a roll goes.
 *
 * @param canary share of the workers that go first, above 0; at least one does
 * @param pictures that each of them renders before the others follow, unless nothing waits
 * @param patience with a worker that was asked to drain, until it is ready again
 */
record RollPace(double canary, int pictures, Duration patience) {

    private static final int STEPS = 4;

    RollPace {
        if (!(canary > 0 && canary <= 1)) {
            throw new IllegalArgumentException("the canary share must be above 0 and at most 100%: " + canary);
        }
        if (pictures < 0) {
            throw new IllegalArgumentException("pictures must not be negative: " + pictures);
        }
        if (patience.isZero() || patience.isNegative()) {
            throw new IllegalArgumentException("patience must be positive: " + patience);
        }
    }

    /**
     * The shares of a roll, one after the other: the canaries, then a quarter of the workers at a time, and 1 at last.
     *
     * @param positions of the present workers
     */
    List<Double> shares(List<Double> positions) {
        List<Double> sorted = positions.stream().sorted().toList();
        int all = sorted.size();
        int first = Math.max(1, (int) Math.ceil(canary * all));
        int step = Math.max(1, (int) Math.ceil((double) all / STEPS));
        return DoubleStream.concat(
                        DoubleStream.iterate(first, count -> count < all, count -> count + step)
                                .map(count -> between(sorted, (int) count)),
                        DoubleStream.of(1))
                .boxed()
                .toList();
    }

    /** A share that so many have, and no more. */
    private static double between(List<Double> sorted, int count) {
        return (sorted.get(count - 1) + sorted.get(count)) / 2;
    }
}
