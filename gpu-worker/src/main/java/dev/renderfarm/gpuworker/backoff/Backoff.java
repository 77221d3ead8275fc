package dev.renderfarm.gpuworker.backoff;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with full jitter: the wait after the n-th failure is a random time of up to
 * {@code first * 2^(n-1)}, at most {@code longest}, and at least a tenth of that, so that a farm of workers does not
 * come back in step. Safe for use by several threads if its random numbers are.
 */
public final class Backoff {

    private static final double LEAST_SHARE = 0.1;

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;

    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("back-off must be positive and grow: " + first + " to " + longest);
        }
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** @param failures seen in a row before this wait, from 1 */
    public Duration afterFailures(int failures) {
        double limit = Math.min((double) longest.toNanos(), first.toNanos() * Math.pow(2, Math.max(failures - 1, 0)));
        return Duration.ofNanos((long) (limit * (LEAST_SHARE + (1 - LEAST_SHARE) * random.nextDouble())));
    }
}
