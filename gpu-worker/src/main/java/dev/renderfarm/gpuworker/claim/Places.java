package dev.renderfarm.gpuworker.claim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The places before a worker's device, shared by all its queues, which have a seat each. Who waits longest is next, but
 * a seat that rests has its turn only where no other wants the place: so no more queues talk to the broker than the
 * device's pace needs, and only one where nothing has come for a while. Safe for use by several threads.
 */
public final class Places {

    private final Duration patience;
    private final InstantSource time;
    private final Set<Seat> waiting = new LinkedHashSet<>();
    private int free;
    private int looking;
    private Instant lastCame;
    private Instant lastScarce;

    /**
     * @param number of micro-batches that wait for the device or are on it
     * @param patience after which a seat that was not needed may rest
     * @param time by which that is measured
     */
    public Places(int number, Duration patience, InstantSource time) {
        this.free = number;
        this.patience = patience;
        this.time = time;
        this.lastCame = time.instant();
        this.lastScarce = lastCame;
    }

    Seat seat() {
        return new Seat();
    }

    /** Seats that want a place now, those that rest aside. */
    synchronized int waiting() {
        return waiting.size();
    }

    private boolean hasPassedSince(Instant event) {
        return !time.instant().isBefore(event.plus(patience));
    }

    /** One queue's, resting at first. */
    final class Seat {

        private boolean resting = true;
        private boolean holdsPlace;
        private boolean looks;

        /** True once it has a place, which it keeps until it leaves it; false where none came free within the wait. */
        boolean takeWithin(Duration wait) throws InterruptedException {
            synchronized (Places.this) {
                if (holdsPlace) {
                    look();
                    return true;
                }
                if (!resting) {
                    waiting.add(this);
                }
                try {
                    return awaitTurn(System.nanoTime() + wait.toNanos());
                } finally {
                    waiting.remove(this);
                    Places.this.notifyAll();
                }
            }
        }

        /** Its queue has claimed something. */
        void found() {
            synchronized (Places.this) {
                lastCame = time.instant();
                lookNoMore();
                Places.this.notifyAll();
            }
        }

        void leave() {
            synchronized (Places.this) {
                if (holdsPlace) {
                    lookNoMore();
                    holdsPlace = false;
                    free++;
                    if (waiting.size() < 2) {
                        lastScarce = time.instant();
                    }
                    Places.this.notifyAll();
                }
            }
        }

        /** Its queue has nothing from the broker and asks for nothing. */
        void rest() {
            synchronized (Places.this) {
                leave();
                resting = true;
                lastScarce = time.instant();
            }
        }

        /** Rests where the others are enough: two waited besides at all times, or nothing comes and another one looks. */
        boolean restIfSpare() {
            synchronized (Places.this) {
                boolean spare = !resting
                        && (hasPassedSince(lastCame)
                                ? looking > (looks ? 1 : 0)
                                : !holdsPlace && hasPassedSince(lastScarce));
                if (spare) {
                    rest();
                }
                return spare;
            }
        }

        private boolean awaitTurn(long deadline) throws InterruptedException {
            while (!isItsTurn()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(Places.this, left);
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
                    && (resting ? waiting.isEmpty() : waiting.iterator().next() == this);
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
