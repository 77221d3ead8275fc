package dev.renderfarm.coordinator.app;

import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.config.FilesConfig;
import dev.renderfarm.coordinator.config.StreamsConfig;
import dev.renderfarm.coordinator.files.FileDeletion;
import dev.renderfarm.coordinator.files.FileSweep;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has files that have expired deleted, for as long as the process serves. */
@ApplicationScoped
class FileSweepLife {

    private static final Logger LOG = LoggerFactory.getLogger(FileSweepLife.class);

    private final FileSweep sweep;
    private final Duration pause;
    private final boolean enabled;
    private final Thread thread = new Thread(this::run, "file-sweep");

    FileSweepLife(ObjectStore objects, FileDeletion deletion, FilesConfig config, StreamsConfig streams) {
        this.sweep = new FileSweep(objects, deletion, InstantSource.system());
        this.pause = config.sweepEvery();
        this.enabled = streams.enabled();
        thread.setDaemon(true);
    }

    void start(@Observes StartupEvent event) {
        if (enabled) {
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                sweep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweep() {
        try {
            int deleted = sweep.sweep();
            if (deleted > 0) {
                LOG.atInfo().addKeyValue("files", deleted).log("files that have expired are deleted");
            }
        } catch (StorageException | LedgerUnavailableException e) {
            LOG.atDebug().addKeyValue("problem", e.getMessage()).log("files that have expired are deleted later");
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("files that have expired could not be deleted, the next sweep tries again");
        }
    }
}
