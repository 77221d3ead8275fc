package dev.renderfarm.gpuworker.claim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The places before a worker's device, shared by all its queues, which have a seat each. Who waits longest is next, but
 * a seat that rests has its turn only where no other wants the place: so no more queues talk to the broker than the
 * device's pace needs, and only one where nothing has come for a while. A place that comes free wakes one thread, not all.
 * Safe for use by several threads.
 *
 * <p>A queue that has looked may hold what the broker hands to it afterwards, so its seat does not wait for longer than
 * {@code longestUnasked} for a place: it rests, which gives that back. Where pictures take longer than that, a resting
 * seat leaves a place for a moment to the one that had it, which would otherwise have to rest in its stead.
 */
public final class Places {

    private static final Duration UNTIL_BACK = Duration.ofSeconds(2);

    private final Duration patience;
    private final Duration longestUnasked;
    private final InstantSource time;
    private final Lock lock = new ReentrantLock();
    private final Set<Seat> waiting = new LinkedHashSet<>();
    private final Set<Seat> restingAside = new LinkedHashSet<>();
    private int free;
    private int looking;
    private Instant lastCame;
    private Instant lastScarce;
    private Instant lastLeft = Instant.MIN;
    private boolean slow;

    /**
     * @param number of micro-batches that wait for the device or are on it
     * @param patience after which a seat that was not needed may rest
     * @param longestUnasked after which a seat that waits for a place rests: less than a lock lasts
     * @param time by which that is measured
     */
    public Places(int number, Duration patience, Duration longestUnasked, InstantSource time) {
        this.free = number;
        this.patience = patience;
        this.longestUnasked = longestUnasked;
        this.time = time;
        this.lastCame = time.instant();
        this.lastScarce = lastCame;
    }

    Seat seat() {
        return new Seat();
    }

    /** Seats that want a place now, those that rest aside. */
    int waiting() {
        return locked(waiting::size);
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** Who takes a place wakes the next, so one is enough. */
    private void wakeNext() {
        Set<Seat> asked = waiting.isEmpty() ? restingAside : waiting;
        asked.stream().findFirst().filter(Seat::isItsTurn).ifPresent(seat -> seat.itsTurn.signal());
    }

    private boolean hasPassedSince(Instant event) {
        return hasPassedSince(event, patience);
    }

    private boolean hasPassedSince(Instant event, Duration length) {
        return Duration.between(event, time.instant()).compareTo(length) >= 0;
    }

    /** Whether the one that left last will want a place again before another queue has joined the share group. */
    private boolean oneWillBeBack() {
        return slow && !hasPassedSince(lastLeft, UNTIL_BACK);
    }

    /** One queue's, resting at first. */
    final class Seat {

        private final Condition itsTurn = lock.newCondition();
        private boolean resting = true;
        private boolean holdsPlace;
        private boolean looks;
        private Instant changed = time.instant();

        /** True once it has a place, which it keeps until it leaves it; false where none came free within the wait. */
        boolean takeWithin(Duration wait) throws InterruptedException {
            lock.lock();
            try {
                if (holdsPlace) {
                    look();
                    return true;
                }
                Set<Seat> among = resting ? restingAside : waiting;
                among.add(this);
                try {
                    return awaitTurn(wait);
                } finally {
                    among.remove(this);
                    wakeNext();
                }
            } finally {
                lock.unlock();
            }
        }

        /** Its queue has claimed something. */
        void found() {
            lock.lock();
            try {
                lastCame = time.instant();
                changed = lastCame;
                lookNoMore();
                wakeNext();
            } finally {
                lock.unlock();
            }
        }

        void leave() {
            lock.lock();
            try {
                if (holdsPlace) {
                    slow = !looks && hasPassedSince(changed, longestUnasked);
                    lookNoMore();
                    holdsPlace = false;
                    changed = time.instant();
                    lastLeft = changed;
                    free++;
                    if (waiting.size() < 2) {
                        lastScarce = time.instant();
                    }
                    wakeNext();
                }
            } finally {
                lock.unlock();
            }
        }

        /** Its queue has nothing from the broker and asks for nothing. */
        void rest() {
            lock.lock();
            try {
                leave();
                resting = true;
                lastScarce = time.instant();
            } finally {
                lock.unlock();
            }
        }

        /**
         * Rests where the others are enough: two waited besides at all times, or it has waited for long itself, or nothing
         * comes and another one looks.
         */
        boolean restIfSpare() {
            return locked(() -> {
                boolean spare = !resting && (hasWaitedForLong() || othersAreEnough());
                if (spare) {
                    rest();
                }
                return spare;
            });
        }

        private boolean hasWaitedForLong() {
            return !holdsPlace && hasPassedSince(changed, longestUnasked);
        }

        private boolean othersAreEnough() {
            return hasPassedSince(lastCame) ? looking > (looks ? 1 : 0) : !holdsPlace && hasPassedSince(lastScarce);
        }

        private boolean awaitTurn(Duration wait) throws InterruptedException {
            long left = wait.toNanos();
            while (!isItsTurn()) {
                if (left <= 0) {
                    return false;
                }
                left = itsTurn.awaitNanos(left);
            }
            resting = false;
            holdsPlace = true;
            free--;
            look();
            return true;
        }

        private boolean isItsTurn() {
            return free > 0
                    && (looking == 0 || !hasPassedSince(lastCame))
                    && (resting
                            ? waiting.isEmpty() && !oneWillBeBack()
                            : waiting.iterator().next() == this);
        }

        private void look() {
            if (!looks) {
                looks = true;
                looking++;
            }
        }

        private void lookNoMore() {
            if (looks) {
                looks = false;
                looking--;
            }
        }
    }
}
