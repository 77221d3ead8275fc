package dev.renderfarm.common.backoff;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** The part of a wait that is left to chance, so that those who failed together do not come back in step. */
@FunctionalInterface
public interface Jitter {

    Jitter NONE = wait -> wait;

    /** @return at most {@code wait} */
    Duration of(Duration wait);

    /** Evenly spread between a share of the wait, 0 to 1, and all of it. As safe for several threads as its numbers. */
    static Jitter downTo(double share, RandomGenerator random) {
        return wait -> Duration.ofNanos(Math.round(wait.toNanos() * (share + (1 - share) * random.nextDouble())));
    }
}
