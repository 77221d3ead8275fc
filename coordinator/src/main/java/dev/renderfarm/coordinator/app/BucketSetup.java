package dev.renderfarm.coordinator.app;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the bucket where it does not exist yet. */
final class BucketSetup implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(BucketSetup.class);

    private static final int LONGEST_IN_PAUSES = 10;

    private final ObjectStore objects;
    private final Backoff pauses;

    /** @param pause after the first try; later ones are longer */
    BucketSetup(ObjectStore objects, Duration pause) {
        this.objects = objects;
        this.pauses = Backoff.doubling(pause, pause.multipliedBy(LONGEST_IN_PAUSES), Jitter.NONE);
    }

    /** Tries until the bucket is there; returns then, or when it is interrupted. */
    @Override
    public void run() {
        try {
            for (int failures = 1; !attempt(); failures++) {
                TimeUnit.MILLISECONDS.sleep(pauses.afterFailures(failures).toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean attempt() {
        try {
            objects.ensureBucket();
            return true;
        } catch (StorageException e) {
            LOG.atWarn()
                    .addKeyValue("code", e.code().wireName())
                    .addKeyValue("problem", e.getMessage())
                    .log("the bucket is not there yet, trying again");
            return false;
        }
    }
}
