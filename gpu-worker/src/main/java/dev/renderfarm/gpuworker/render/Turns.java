package dev.renderfarm.gpuworker.render;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.task.Lane;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is. Within a lane in the order in which they came; an interactive one goes before those of batches, but
 * never twice in a row while one of these waits: so somebody who waits is served after at most two turns of others, and
 * batches keep half of the turns however many come. Only the thread whose turn it is is woken. Safe for use by several
 * threads.
 */
final class Turns {

    private final Lock lock = new ReentrantLock();
    private final Map<Lane, Deque<Condition>> waiting = new EnumMap<>(Lane.class);
    private boolean taken;
    private Lane last = Lane.BATCH;

    Turns() {
        for (Lane lane : Lane.values()) {
            waiting.put(lane, new ArrayDeque<>());
        }
    }

    /** Waits for a turn, and has it until {@link #giveBack}. */
    void take(Lane lane) throws InterruptedException {
        lock.lock();
        try {
            Condition ticket = lock.newCondition();
            of(lane).addLast(ticket);
            try {
                while (taken || next() != ticket) {
                    ticket.await();
                }
                taken = true;
                last = lane;
            } finally {
                of(lane).remove(ticket);
                wakeNext();
            }
        } finally {
            lock.unlock();
        }
    }

    void giveBack() {
        lock.lock();
        try {
            taken = false;
            wakeNext();
        } finally {
            lock.unlock();
        }
    }

    /** How many of the lane wait for a turn. */
    int waiting(Lane lane) {
        lock.lock();
        try {
            return of(lane).size();
        } finally {
            lock.unlock();
        }
    }

    private void wakeNext() {
        Condition next = taken ? null : next();
        if (next != null) {
            next.signal();
        }
    }

    private @Nullable Condition next() {
        Lane preferred = last == Lane.INTERACTIVE ? Lane.BATCH : Lane.INTERACTIVE;
        Lane other = preferred == Lane.BATCH ? Lane.INTERACTIVE : Lane.BATCH;
        Condition first = of(preferred).peekFirst();
        return first == null ? of(other).peekFirst() : first;
    }

    private Deque<Condition> of(Lane lane) {
        return requireNonNull(waiting.get(lane));
    }
}
