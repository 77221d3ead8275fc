package dev.renderfarm.gpuworker.store;

import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderCancelledException;
import dev.renderfarm.gpuworker.fitness.Fitness;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageRefusedException;
import dev.renderfarm.objectstore.store.StorageRefusedException.Kind;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes objects for as long as that makes sense. After a few tries it probes the bucket: where others are taken, it is
 * this object that is not; where none is, the worker is set aside, and the object waits until the probe succeeds.
 * Refusals are not tried again; those that concern every object set the worker aside too. Safe for use by several
 * threads.
 */
public final class BucketWriter {

    private static final Logger LOG = LoggerFactory.getLogger(BucketWriter.class);

    /** Before the bucket is probed. */
    private static final int TRIES = 4;
    /** One could have been lucky, as where the bucket has just come back. */
    private static final int SUCCESSFUL_PROBES = 2;

    private static final Duration LONGEST_LOOK_AWAY = Duration.ofMillis(500);

    private final ObjectStore objects;
    private final StorageProbe probe;
    private final Fitness fitness;
    private final Patience patience;

    public BucketWriter(ObjectStore objects, StorageProbe probe, Fitness fitness, Patience patience) {
        this.objects = objects;
        this.probe = probe;
        this.fitness = fitness;
        this.patience = patience;
    }

    /**
     * Writes one after the other. When it returns all are there for every reader.
     *
     * @param unwanted asked between tries
     * @throws StorageRefusedException where one is not taken
     * @throws StorageUnavailableException where the bucket was away for too long
     * @throws RenderCancelledException once nobody waits for them any more
     */
    void put(List<NewObject> all, Cancellation unwanted) throws InterruptedException {
        Instant deadline = patience.clock().instant().plus(patience.limit());
        for (NewObject object : all) {
            put(object, deadline, unwanted);
        }
    }

    private void put(NewObject object, Instant deadline, Cancellation unwanted) throws InterruptedException {
        int successfulProbes = 0;
        StorageUnavailableException last = null;
        for (int failures = 1; successfulProbes < SUCCESSFUL_PROBES; failures++) {
            awaitStorage(deadline, unwanted, last);
            last = tryOnce(object);
            if (last == null) {
                return;
            }
            if (failures < TRIES) {
                pause(patience.pauses().afterFailures(failures), unwanted);
            } else if (isWorking(object.content().length)) {
                successfulProbes++;
            }
        }
        throw new StorageRefusedException(
                Kind.OBJECT,
                object.key() + " is not taken while others are",
                "the storage does not take this picture while it takes others: its name, size or form",
                last);
    }

    /** Why it failed; null where it did not. */
    private @Nullable StorageUnavailableException tryOnce(NewObject object) {
        try {
            objects.put(object.key(), object.content(), object.contentType(), object.labels());
            return null;
        } catch (StorageUnavailableException e) {
            LOG.atWarn().addKeyValue("problem", e.getMessage()).log("not stored, will try again");
            return e;
        } catch (StorageRefusedException e) {
            if (e.kind() != Kind.OBJECT) {
                probe.cover(object.content().length);
                fitness.setAside(e.code(), e.reason());
            }
            throw e;
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
