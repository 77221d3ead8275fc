package dev.renderfarm.coordinator.http;

import java.time.Duration;
import java.time.Instant;

/**
 * Tells a body that moves too slowly from one that moves in bursts: it is judged by what has moved within a window. Time
 * in which the farm itself was slow counts for nothing.
 */
final class BodyPace {

    private final long bytesPerSecond;
    private final Duration window;
    private final Duration tick;
    private Instant windowBegan;
    private Instant lastTick;
    private long bytesBefore;

    /** @param tick how often {@link #isTooSlow} is going to be asked */
    BodyPace(long bytesPerSecond, Duration window, Duration tick, Instant now) {
        this.bytesPerSecond = bytesPerSecond;
        this.window = window;
        this.tick = tick;
        this.windowBegan = now;
        this.lastTick = now;
    }

    /**
     * Whether a whole window has passed in which less has moved than should have.
     *
     * @param bytes that have moved altogether
     * @param awaited whether the farm waits for the client to move more, and not the other way round
     */
    boolean isTooSlow(Instant now, long bytes, boolean awaited) {
        boolean late = Duration.between(lastTick, now).compareTo(tick.multipliedBy(2)) > 0;
        lastTick = now;
        if (late || !awaited) {
            begin(now, bytes);
            return false;
        }
        Duration passed = Duration.between(windowBegan, now);
        if (passed.compareTo(window) < 0) {
            return false;
        }
        long least = Math.max(1, bytesPerSecond * passed.toMillis() / 1_000);
        boolean tooSlow = bytes - bytesBefore < least;
        begin(now, bytes);
        return tooSlow;
    }

    private void begin(Instant now, long bytes) {
        windowBegan = now;
        bytesBefore = bytes;
    }
}
