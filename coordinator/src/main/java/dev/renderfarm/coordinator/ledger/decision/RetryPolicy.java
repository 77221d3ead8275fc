package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.id.TaskId;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;

/**
 * How long a task waits for its next attempt: exponential back-off, of which the second half is jitter. The jitter is
 * drawn from the task and the attempt, so a decision that is taken again after a crash is the same.
 *
 * @param first wait after the first failure, before jitter
 * @param factor by which each wait is longer than the one before
 * @param longest no wait is longer
 */
public record RetryPolicy(Duration first, double factor, Duration longest) {

    public RetryPolicy {
        if (first.isNegative() || longest.compareTo(first) < 0 || !(factor >= 1)) {
            throw new IllegalArgumentException("retries need 0 <= first <= longest and a factor of at least 1: first "
                    + first + ", factor " + factor + ", longest " + longest);
        }
    }

    /** @param failures of the task so far, at least 1 */
    Duration delay(TaskId task, int failures) {
        var random = new SplittableRandom(31L * task.toString().hashCode() + failures);
        var waits = new Backoff(first, factor, longest, Jitter.downTo(0.5, random));
        return waits.afterFailures(failures).truncatedTo(ChronoUnit.MILLIS);
    }
}
