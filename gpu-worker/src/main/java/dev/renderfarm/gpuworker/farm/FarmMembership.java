package dev.renderfarm.gpuworker.farm;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.common.farm.FarmIdentity;
import dev.renderfarm.common.id.FarmId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.objectstore.owner.BucketMark;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageException;
import dev.renderfarm.objectstore.store.StorageRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which farm the worker belongs to, before it says or stores anything: its coordinator writes so to topics
 * and bucket. Safe for use by several threads.
 */
public final class FarmMembership {

    private static final Logger LOG = LoggerFactory.getLogger(FarmMembership.class);

    /** A coordinator that starts at the same moment may be about to mark the bucket. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ObjectStore objects;
    private final String bucket;
    private final Backoff backoff;
    private final Sleeper sleeper;
    private final InstantSource clock;
    private final Consumer<StorageException> onTrouble;
    private final CountDownLatch heard = new CountDownLatch(1);
    private volatile @Nullable FarmIdentity told;
    private volatile @Nullable FarmId confirmed;

    /**
     * @param objects the bucket of that name, whosever it is
     * @param onTrouble told whenever the bucket does not tell whose it is
     */
    public FarmMembership(
            ObjectStore objects,
            String bucket,
            Backoff backoff,
            Sleeper sleeper,
            InstantSource clock,
            Consumer<StorageException> onTrouble) {
        this.objects = objects;
        this.bucket = bucket;
        this.backoff = backoff;
        this.sleeper = sleeper;
        this.clock = clock;
        this.onTrouble = onTrouble;
    }

    /** What the topics tell; what they told first holds. */
    public synchronized void hear(FarmIdentity farm) {
        if (told == null) {
            told = farm;
            heard.countDown();
        }
    }

    /** The farm, once bucket and topics were found to be of the same. */
    public Optional<FarmId> farm() {
        return Optional.ofNullable(confirmed);
    }

    /**
     * Returns when bucket and topics are known to be of the same farm, however long coordinator and bucket take.
     *
     * @throws WrongBucketException if they are not
     */
    public void await() throws InterruptedException {
        if (heard.getCount() > 0) {
            LOG.atInfo().log("waiting until the topics tell whose they are");
        }
        heard.await();
        FarmIdentity farm = requireNonNull(told, "heard nothing");
        Instant deadline = clock.instant().plus(PATIENCE);
        Bucket found = look();
        for (int failures = 1; !found.belongsTo(farm); failures++) {
            if (clock.instant().isAfter(deadline)) {
                throw new WrongBucketException(farm, bucket, found.describe());
            }
            sleeper.sleep(backoff.afterFailures(failures));
            found = look();
        }
        confirmed = farm.id();
    }

    /** Waits for a bucket that does not answer: that tells nothing of whose it is. */
    private Bucket look() throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                boolean exists = hasBucket();
                return new Bucket(exists, exists ? new BucketMark(objects).read() : Optional.empty());
            } catch (StorageException e) {
                onTrouble.accept(e);
                LOG.atWarn()
                        .addKeyValue("failures", failures)
                        .addKeyValue("problem", e.getMessage())
                        .log("the bucket does not tell whose it is, will try again");
                sleeper.sleep(backoff.afterFailures(failures));
            }
        }
    }

    /** What is asked for without a body is refused without a word: then reading tells why. */
    private boolean hasBucket() {
        try {
            return objects.hasBucket();
        } catch (StorageRefusedException e) {
            new BucketMark(objects).read();
            throw e;
        }
    }

    /** As it was found. */
    private record Bucket(boolean exists, Optional<FarmIdentity> owner) {

        boolean belongsTo(FarmIdentity farm) {
            return owner.map(FarmIdentity::id).equals(Optional.of(farm.id()));
        }

        String describe() {
            if (!exists) {
                return "does not exist";
            }
            return owner.map(other -> "belongs to farm " + other.id() + " (\"" + other.name() + "\")")
                    .orElse("has no " + ObjectKeys.FARM);
        }
    }
}
