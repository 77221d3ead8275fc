package dev.renderfarm.common.backoff;

import java.time.Duration;

/**
 * Exponential back-off: every wait is longer by a factor than the one before, until the longest is reached. Safe for
 * use by several threads if its jitter is.
 *
 * @param first wait, before jitter
 * @param longest no wait is longer
 */
public record Backoff(Duration first, double factor, Duration longest, Jitter jitter) {

    public Backoff {
        if (first.isNegative() || longest.compareTo(first) < 0 || !(factor >= 1)) {
            throw new IllegalArgumentException("back-off needs 0 <= first <= longest and a factor of at least 1: first "
                    + first + ", factor " + factor + ", longest " + longest);
        }
    }

    public static Backoff doubling(Duration first, Duration longest, Jitter jitter) {
        return new Backoff(first, 2, longest, jitter);
    }

    /** @param failures seen in a row before this wait, from 1 */
    public Duration afterFailures(int failures) {
        double wait = first.toNanos() * Math.pow(factor, Math.max(failures - 1, 0));
        return jitter.of(Duration.ofNanos((long) Math.min(wait, longest.toNanos())));
    }

    /** The wait after one of {@code last}, before jitter. */
    public Duration following(Duration last) {
        return Duration.ofNanos((long) Math.min(last.toNanos() * factor, longest.toNanos()));
    }
}
