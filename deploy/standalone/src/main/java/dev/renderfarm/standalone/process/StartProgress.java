package dev.renderfarm.standalone.process;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a process that starts still moves. On a machine that has much else to do a start takes as long as it takes, so
 * the clock alone says nothing: it counts from the last time that the log grew, that the process said to wait for
 * something else, or that it had got a {@value #SHARE}th of a CPU since. For one thread.
 */
final class StartProgress {

    /** Less than a process that wants to work gets beside a hundred others, more than one takes that only waits. */
    static final int SHARE = 50;

    private final Duration patience;
    private final InstantSource clock;
    private Instant moved;
    private @Nullable Signs last;

    /** @param patience with a process of which nothing moves */
    StartProgress(Duration patience, InstantSource clock) {
        this.patience = patience;
        this.clock = clock;
        this.moved = clock.instant();
    }

    /**
     * What is seen of a process.
     *
     * @param logBytes length of its log
     * @param cpu time that it has had on all CPUs, zero where that is not known
     * @param awaited what it waits for, in its own words, where it says so
     */
    record Signs(long logBytes, Duration cpu, Optional<String> awaited) {}

    void see(Signs signs) {
        Signs before = last;
        Instant now = clock.instant();
        if (before == null
                || signs.logBytes() != before.logBytes()
                || !signs.awaited().equals(before.awaited())
                || hasWorked(signs.cpu().minus(before.cpu()))) {
            last = signs;
            moved = now;
        }
    }

    /** Whether nothing has moved for as long as patience lasts. */
    boolean hasStalled() {
        return still().compareTo(patience) >= 0;
    }

    /** Since when nothing has moved. */
    Duration still() {
        return Duration.between(moved, clock.instant());
    }

    /** Of all the patience, not of the time that has passed: a start goes in bursts. */
    private boolean hasWorked(Duration cpu) {
        return cpu.multipliedBy(SHARE).compareTo(patience) >= 0;
    }
}
