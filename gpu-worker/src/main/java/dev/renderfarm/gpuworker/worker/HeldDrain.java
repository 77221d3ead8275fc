package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.gpuworker.slot.Drain;
import dev.renderfarm.gpuworker.slot.WorkerLoad;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * A drain that was asked for by way of the farm: nothing is claimed, and the process ends once nothing is in hand, or its
 * time is over. Until then it can be taken back. Safe for use by several threads.
 */
final class HeldDrain implements Runnable {

    private static final Duration LOOK = Duration.ofMillis(100);

    private final Drain drain;
    private final WorkerLoad load;
    private final Life life;
    private final Runnable heartbeat;
    private final Runnable exit;
    private final Sleeper sleeper;
    private final InstantSource clock;
    private @Nullable Instant limit;
    private boolean ended;

    /**
     * @param heartbeat says how the worker is now
     * @param exit ends the process, and returns before it has
     */
    HeldDrain(
            Drain drain,
            WorkerLoad load,
            Life life,
            Runnable heartbeat,
            Runnable exit,
            Sleeper sleeper,
            InstantSource clock) {
        this.drain = drain;
        this.load = load;
        this.life = life;
        this.heartbeat = heartbeat;
        this.exit = exit;
        this.sleeper = sleeper;
        this.clock = clock;
    }

    /**
     * Begins it. One that has not got ready yet has nothing to finish, and ends.
     *
     * @return whether it is to be run, by a thread that has time
     */
    boolean begin(Duration timeout) {
        synchronized (this) {
            if (ended || limit != null) {
                return false;
            }
            if (life.isReady()) {
                limit = clock.instant().plus(timeout);
                drain.hold();
                life.advanceTo(WorkerState.DRAINING);
            } else {
                ended = true;
            }
        }
        heartbeat.run();
        if (isEnded()) {
            exit.run();
            return false;
        }
        return true;
    }

    /** Waits until nothing is in hand, and ends the process; or until it is taken back. */
    @Override
    public void run() {
        try {
            while (isHeld()) {
                if (endIfDue()) {
                    exit.run();
                    return;
                }
                sleeper.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isHeld() {
        return limit != null && !ended;
    }

    private synchronized boolean endIfDue() {
        boolean due = isHeld()
                && (load.snapshot().held().isEmpty() || left(Duration.ZERO).isZero());
        ended |= due;
        return due;
    }

    /** How much of its time is left to finish what is in hand; that much where it was not asked for. */
    synchronized Duration left(Duration timeout) {
        if (limit == null) {
            return timeout;
        }
        Duration left = Duration.between(clock.instant(), limit);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The worker goes on, unless it is ending already. */
    void takeBack() {
        synchronized (this) {
            if (ended || limit == null) {
                return;
            }
            limit = null;
            life.takeBack();
            drain.letGo();
        }
        heartbeat.run();
    }

    /** The process ends, whoever said so: there is nothing to take back any more. */
    synchronized void end() {
        ended = true;
    }

    private synchronized boolean isEnded() {
        return ended;
    }
}
