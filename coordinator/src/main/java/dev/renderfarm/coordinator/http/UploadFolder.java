package dev.renderfarm.coordinator.http;

import dev.renderfarm.coordinator.config.HttpConfig;
import dev.renderfarm.coordinator.disk.LocalDisk;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Where uploads lie on their way to the bucket, and whatever else is on its way. */
@Singleton
class UploadFolder {

    private final Path path;
    private final LocalDisk disk;

    UploadFolder(HttpConfig config) {
        this.path = config.uploadDir();
        this.disk = new LocalDisk(path);
    }

    @Produces
    @Singleton
    LocalDisk disk() {
        return disk;
    }

    void prepare(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        try {
            disk.prepare();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the folder for uploads cannot be used: give this process one of its own by"
                            + " renderfarm.http.upload-dir, " + path,
                    e);
        }
    }

    void remove(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event) {
        try {
            disk.remove();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder for uploads could not be removed: " + path, e);
        }
    }
}
