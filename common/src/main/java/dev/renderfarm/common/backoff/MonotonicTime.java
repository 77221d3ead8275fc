package dev.renderfarm.common.backoff;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Goes on evenly from the wall clock's time of its making, whoever sets that clock later: for time limits, not for time
 * stamps.
 */
public final class MonotonicTime implements InstantSource {

    private final Instant start = Instant.now();
    private final long startNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }
}
