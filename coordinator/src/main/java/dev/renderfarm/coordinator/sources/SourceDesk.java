package dev.renderfarm.coordinator.sources;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Finds the pictures that lines of batches name. Safe for several threads. */
public final class SourceDesk {

    private static final int AT_ONCE = 2;
    /** Each holds a thread that answers requests. */
    private static final int MOST_WAITING = 8;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final ObjectStore objects;
    private final FileStore files;
    private final PictureProbe probe;
    private final SourceBounds limits;
    private final InstantSource clock;
    /** Each is held in memory. */
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    private final SourceOwners owners;

    public SourceDesk(
            ObjectStore objects, FileStore files, PictureProbe probe, SourceBounds limits, InstantSource clock) {
        this(objects, files, probe, limits, clock, SourceOwners.NOBODY);
    }

    public SourceDesk(
            ObjectStore objects,
            FileStore files,
            PictureProbe probe,
            SourceBounds limits,
            InstantSource clock,
            SourceOwners owners) {
        this.owners = owners;
        this.objects = objects;
        this.files = files;
        this.probe = probe;
        this.limits = limits;
        this.clock = clock;
    }

    /** Keeps for the batch what its lines name: no file of them is deleted before it has ended. */
    public Sources of(BatchId batch, TenantName tenant) {
        return new RememberedSources(new StoredSources(
                objects, files, probe, limits, clock, batch, new StoredSources.Reach(owners, tenant)));
    }

    /** Looks for whoever asks, and leaves nothing behind. */
    public Sources dry() {
        return dry(files.asker().maker().orElse(TenantName.DEFAULT));
    }

    /**
     * A picture of the bucket that is no upload, by its key: whether a line may name it.
     *
     * @throws UnusableSourceException if it may not, or there is none, or too many are looked at now
     */
    public void check(String key) throws UnusableSourceException, InterruptedException {
        check(key, LONGEST_WAIT);
    }

    void check(String key, Duration longestWait) throws UnusableSourceException, InterruptedException {
        if (places.getQueueLength() >= MOST_WAITING
                || !places.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new UnusableSourceException(
                    FailureCode.FARM_BUSY,
                    "is not looked at: the farm looks at other pictures now, try again in a moment");
        }
        try {
            dry().look(new SourceName.OfKey(key));
        } finally {
            places.release();
        }
    }

    /** Looks, and leaves nothing behind. */
    public Sources dry(TenantName tenant) {
        return new RememberedSources(
                new StoredSources(objects, files, probe, limits, clock, null, new StoredSources.Reach(owners, tenant)));
    }
}
