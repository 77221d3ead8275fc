package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import java.time.Duration;

/**
 * How long nothing may be heard of a dispatched task. The broker hands a dead worker's tasks to another one within
 * seconds; the watchdog is for what the broker drops.
 *
 * @param first of a task's first dispatch
 * @param longest the wait doubles with each loss up to this
 */
public record WatchdogPolicy(Duration first, Duration longest) {

    private static final double PATIENCE = 3;

    public WatchdogPolicy {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "the watchdog needs 0 < first <= longest: first " + first + ", longest " + longest);
        }
    }

    Duration next(Duration last) {
        return Backoff.doubling(first, longest, Jitter.NONE).following(last);
    }

    /**
     * Whether the task may simply not have had its turn.
     *
     * @param waited since it was dispatched
     * @param inFlight tasks that share the workers with it, about
     * @param imagesPerSecond of the workers together; 0 where unknown
     */
    public boolean mayBeQueued(Duration waited, long inFlight, double imagesPerSecond) {
        return imagesPerSecond > 0 && waited.toMillis() < PATIENCE * 1000 * inFlight / imagesPerSecond;
    }
}
