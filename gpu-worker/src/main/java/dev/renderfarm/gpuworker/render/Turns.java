package dev.renderfarm.gpuworker.render;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.task.Lane;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is. Within a lane in the order in which they came; an interactive one goes before those of batches, but
 * never twice in a row while one of these waits: so somebody who waits is served after at most two turns of others, and
 * batches keep half of the turns however many come. Safe for use by several threads.
 */
final class Turns {

    private final Map<Lane, Deque<Object>> waiting = new EnumMap<>(Lane.class);
    private boolean taken;
    private Lane last = Lane.BATCH;

    Turns() {
        for (Lane lane : Lane.values()) {
            waiting.put(lane, new ArrayDeque<>());
        }
    }

    /** Waits for a turn, and has it until {@link #giveBack}. */
    synchronized void take(Lane lane) throws InterruptedException {
        Object ticket = new Object();
        Deque<Object> before = of(lane);
        before.addLast(ticket);
        try {
            while (taken || next() != ticket) {
                wait();
            }
            taken = true;
            last = lane;
        } finally {
            before.remove(ticket);
            notifyAll();
        }
    }

    synchronized void giveBack() {
        taken = false;
        notifyAll();
    }

    /** How many of the lane wait for a turn. */
    synchronized int waiting(Lane lane) {
        return of(lane).size();
    }

    private @Nullable Object next() {
        Lane preferred = last == Lane.INTERACTIVE ? Lane.BATCH : Lane.INTERACTIVE;
        Lane other = preferred == Lane.BATCH ? Lane.INTERACTIVE : Lane.BATCH;
        Object first = of(preferred).peekFirst();
        return first == null ? of(other).peekFirst() : first;
    }

    private Deque<Object> of(Lane lane) {
        return requireNonNull(waiting.get(lane));
    }
}
