package dev.renderfarm.gpuworker.slot;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Whether the worker is shutting down, and until when it may finish what it holds. Before it does it may be held: it claims
 * nothing then, and goes on where that is wanted. Safe for use by several threads.
 */
public final class Drain {

    private final InstantSource clock;
    private volatile @Nullable Instant end;
    private volatile boolean held;

    public Drain(InstantSource clock) {
        this.clock = clock;
    }

    /** From now on nothing is claimed, and what is held is finished within that time or given back. */
    public void begin(Duration timeout) {
        end = clock.instant().plus(timeout);
    }

    /** Nothing is claimed until it is let go. */
    public void hold() {
        held = true;
    }

    public void letGo() {
        held = false;
    }

    public boolean mayClaim() {
        return !held && !hasBegun();
    }

    public boolean hasBegun() {
        return end != null;
    }

    /** There is no more time to finish anything. */
    public boolean isOver() {
        Instant limit = end;
        return limit != null && !clock.instant().isBefore(limit);
    }
}
