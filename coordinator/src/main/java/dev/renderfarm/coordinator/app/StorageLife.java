package dev.renderfarm.coordinator.app;

import dev.renderfarm.objectstore.store.ObjectStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Creates the bucket at start-up, before any health check asks. */
@Singleton
class StorageLife {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Thread thread;

    StorageLife(ObjectStore objects) {
        this.thread = new Thread(new BucketSetup(objects, PAUSE), "bucket-setup");
        thread.setDaemon(true);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        thread.interrupt();
    }
}
