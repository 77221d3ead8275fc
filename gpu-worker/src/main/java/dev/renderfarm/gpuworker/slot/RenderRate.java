package dev.renderfarm.gpuworker.slot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Pictures per second over the last half minute of work. The clock stands still while nothing is rendered, so an idle
 * worker keeps the rate that it had. For one thread at a time.
 */
final class RenderRate {

    private static final Duration WINDOW = Duration.ofSeconds(30);

    private final Deque<Duration> pictures = new ArrayDeque<>();
    private Duration worked = Duration.ZERO;
    private @Nullable Instant busySince;

    void busy(Instant now) {
        if (busySince == null) {
            busySince = now;
        }
    }

    void idle(Instant now) {
        worked = workedUntil(now);
        busySince = null;
    }

    void rendered(Instant now) {
        pictures.addLast(workedUntil(now));
        forget(workedUntil(now));
    }

    double perSecond(Instant now) {
        Duration until = workedUntil(now);
        forget(until);
        Duration span = until.compareTo(WINDOW) < 0 ? until : WINDOW;
        return span.isZero() ? 0 : pictures.size() / (span.toNanos() / 1e9);
    }

    private Duration workedUntil(Instant now) {
        return busySince == null ? worked : worked.plus(Duration.between(busySince, now));
    }

    private void forget(Duration until) {
        Duration start = until.minus(WINDOW);
        while (!pictures.isEmpty() && pictures.getFirst().compareTo(start) <= 0) {
            pictures.removeFirst();
        }
    }
}
