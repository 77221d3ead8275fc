package dev.renderfarm.gpuworker.render;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * How long a device has worked, and how long it stood idle while a task waited for one. Times in which no task waited
 * count for neither, nor does what the worker draws to try itself. Safe for use by several threads.
 */
public final class DeviceUse {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final PriorityQueue<Instant> waiting = new PriorityQueue<>();
    private final Deque<Turn> latest = new ArrayDeque<>();
    private Turn all = Turn.NONE;
    private Turn recent = Turn.NONE;
    private @Nullable Instant freeSince;
    private Instant began = Instant.EPOCH;
    private boolean wanted;
    private long energy;
    private Duration starved = Duration.ZERO;

    /**
     * @param busy since the start
     * @param starved since the start: idle while a task waited
     * @param energy since the start, in millijoules: of the busy time, as far as the device told it
     * @param recentRatio of the busy time to both, over the last minute of them; empty before the first turn
     */
    public record Use(Duration busy, Duration starved, long energy, OptionalDouble recentRatio) {}

    synchronized void waits(Instant since) {
        waiting.add(since);
    }

    synchronized void waitsNoMore(Instant since) {
        waiting.remove(since);
    }

    synchronized void begins(Instant now) {
        starved = freeSince == null ? Duration.ZERO : overlap(freeSince, now);
        began = now;
        wanted = !waiting.isEmpty();
    }

    /** @param spent in millijoules; empty where the device does not tell it */
    synchronized void ends(Instant now, OptionalLong spent) {
        Turn turn = new Turn(Duration.between(began, now), starved);
        freeSince = now;
        if (!wanted) {
            return;
        }
        all = all.plus(turn);
        energy += spent.orElse(0);
        recent = recent.plus(turn);
        latest.addLast(turn);
        while (latest.size() > 1 && recent.minus(latest.getFirst()).length().compareTo(WINDOW) >= 0) {
            recent = recent.minus(latest.removeFirst());
        }
    }

    synchronized Use soFar() {
        return new Use(all.busy(), all.starved(), energy, recent.ratio());
    }

    /** Of the time in which the device was free with that in which the first task waited. */
    private Duration overlap(Instant free, Instant now) {
        Instant first = waiting.peek();
        if (first == null || !first.isBefore(now)) {
            return Duration.ZERO;
        }
        return Duration.between(first.isAfter(free) ? first : free, now);
    }

    private record Turn(Duration busy, Duration starved) {

        static final Turn NONE = new Turn(Duration.ZERO, Duration.ZERO);

        Turn plus(Turn other) {
            return new Turn(busy.plus(other.busy), starved.plus(other.starved));
        }

        Turn minus(Turn other) {
            return new Turn(busy.minus(other.busy), starved.minus(other.starved));
        }

        Duration length() {
            return busy.plus(starved);
        }

        OptionalDouble ratio() {
            return length().isZero()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of((double) busy.toNanos() / length().toNanos());
        }
    }
}
