package dev.renderfarm.gpuworker.store;

import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderCancelledException;
import dev.renderfarm.gpuworker.fitness.Fitness;
import dev.renderfarm.objectstore.store.StorageException;
import dev.renderfarm.objectstore.store.StorageRefusedException;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries something on the bucket for as long as that makes sense. After a few tries it probes the bucket: where the probe
 * succeeds, it is this object that does not; where it fails, the worker is set aside, and the object waits until it
 * succeeds. Refusals are not tried again. Safe for use by several threads.
 */
final class BucketTries {

    private static final Logger LOG = LoggerFactory.getLogger(BucketTries.class);

    /** Before the bucket is probed. */
    private static final int TRIES = 4;
    /** One could have been lucky, as where the bucket has just come back. */
    private static final int SUCCESSFUL_PROBES = 2;

    private static final Duration LONGEST_LOOK_AWAY = Duration.ofMillis(500);

    private final StorageProbe probe;
    private final Fitness fitness;
    private final Patience patience;

    BucketTries(StorageProbe probe, Fitness fitness, Patience patience) {
        this.probe = probe;
        this.fitness = fitness;
        this.patience = patience;
    }

    /** What is tried. */
    interface Attempt<T> {

        /** @throws StorageUnavailableException where another try may succeed */
        T make();

        /** As large is the probe at least. */
        int bytes();

        /** What is thrown where this fails while the bucket works. */
        StorageException inVain(StorageUnavailableException last);
    }

    /** For what begins now. */
    Instant deadline() {
        return patience.clock().instant().plus(patience.limit());
    }

    /**
     * @param unwanted asked between tries
     * @throws StorageRefusedException as the attempt
     * @throws StorageUnavailableException where the bucket was away for too long
     * @throws RenderCancelledException once nobody waits for it any more
     */
    <T> T make(Attempt<T> attempt, Instant deadline, Cancellation unwanted) throws InterruptedException {
        StorageUnavailableException last = null;
        int successfulProbes = 0;
        for (int failures = 1; ; failures++) {
            awaitStorage(deadline, unwanted, last);
            try {
                return attempt.make();
            } catch (StorageUnavailableException e) {
                LOG.atWarn().addKeyValue("problem", e.getMessage()).log("the bucket failed, will try again");
                last = e;
            }
            if (failures < TRIES) {
                pause(patience.pauses().afterFailures(failures), unwanted);
            } else if (isWorking(attempt.bytes()) && ++successfulProbes == SUCCESSFUL_PROBES) {
                throw attempt.inVain(last);
            }
        }
    }

    /** Sets the worker aside where the bucket does not take the probe either. */
    private boolean isWorking(int bytes) {
        try {
            probe.cover(bytes);
            probe.run();
            return true;
        } catch (StorageUnavailableException e) {
            LOG.atWarn().addKeyValue("problem", e.getMessage()).log("the bucket does not take the probe either");
            fitness.setAside(e.code(), e.reason());
            return false;
        } catch (StorageRefusedException e) {
            fitness.setAside(e.code(), e.reason());
            throw e;
        }
    }

    private void awaitStorage(Instant deadline, Cancellation unwanted, @Nullable StorageUnavailableException last)
            throws InterruptedException {
        if (last != null && isOver(deadline)) {
            fitness.setAside(last.code(), last.reason());
            throw last;
        }
        while (fitness.awaitsStorage()) {
            if (isOver(deadline)) {
                throw last != null ? last : new StorageUnavailableException("not tried while the worker waited", null);
            }
            pause(LONGEST_LOOK_AWAY, unwanted);
        }
    }

    private boolean isOver(Instant deadline) {
        return !patience.clock().instant().isBefore(deadline);
    }

    private void pause(Duration time, Cancellation unwanted) throws InterruptedException {
        Instant end = patience.clock().instant().plus(time);
        for (Duration left = time; !left.isNegative() && !left.isZero(); left = until(end)) {
            unwanted.stopIfRequested();
            patience.sleeper().sleep(left.compareTo(LONGEST_LOOK_AWAY) < 0 ? left : LONGEST_LOOK_AWAY);
        }
        unwanted.stopIfRequested();
    }

    private Duration until(Instant end) {
        return Duration.between(patience.clock().instant(), end);
    }
}
