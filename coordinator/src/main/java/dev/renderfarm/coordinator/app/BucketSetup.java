package dev.renderfarm.coordinator.app;

import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the bucket where it does not exist yet. */
final class BucketSetup implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(BucketSetup.class);

    private final ObjectStore objects;
    private final Duration pause;

    /** @param pause between two tries */
    BucketSetup(ObjectStore objects, Duration pause) {
        this.objects = objects;
        this.pause = pause;
    }

    /** Tries until the bucket is there; returns then, or when it is interrupted. */
    @Override
    public void run() {
        try {
            while (!attempt()) {
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean attempt() {
        try {
            objects.ensureBucket();
            return true;
        } catch (StorageUnavailableException e) {
            LOG.atWarn().addKeyValue("problem", e.getMessage()).log("the bucket is not there yet, trying again");
            return false;
        }
    }
}
