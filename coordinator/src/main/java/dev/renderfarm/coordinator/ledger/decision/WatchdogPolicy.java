package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import java.time.Duration;
import java.time.Instant;

/**
 * How long nothing may be heard of a dispatched task. The broker hands a dead worker's tasks to another one within
 * seconds; the watchdog is for what the broker gives up.
 *
 * @param first of a task's first dispatch
 * @param longest the wait doubles with each loss up to this
 */
public record WatchdogPolicy(Duration first, Duration longest) {

    /** For a result to come by: a worker sends it before it acknowledges the task. */
    private static final Duration RESULT_UNDER_WAY = Duration.ofMinutes(1);

    public WatchdogPolicy {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "the watchdog needs 0 < first <= longest: first " + first + ", longest " + longest);
        }
    }

    Duration next(Duration last) {
        return Backoff.doubling(first, longest, Jitter.NONE).following(last);
    }

    /** When a task of which nothing is heard counts as lost, if the broker has done with it since then. */
    public Instant lostAt(Instant doneSince) {
        return doneSince.plus(RESULT_UNDER_WAY);
    }
}
