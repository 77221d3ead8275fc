package dev.renderfarm.modelexport.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Times something several times over: at least five times, and short things for a second in all, after one run that
 * does not count.
 */
final class StepTimer {

    private static final int FEWEST_RUNS = 5;
    private static final long NANOS_IN_ALL = TimeUnit.SECONDS.toNanos(1);
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;

    /** @param nanoTime {@link System#nanoTime()} */
    StepTimer(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Seconds, the median of all runs that count; of an even number of them the larger of the two in the middle. */
    double median(Runnable step) {
        step.run();
        List<Long> times = new ArrayList<>();
        long total = 0;
        while (times.size() < FEWEST_RUNS || total < NANOS_IN_ALL) {
            long start = nanoTime.getAsLong();
            step.run();
            long time = nanoTime.getAsLong() - start;
            times.add(time);
            total += Math.max(1, time);
        }
        times.sort(null);
        return times.get(times.size() / 2) / NANOS;
    }
}
