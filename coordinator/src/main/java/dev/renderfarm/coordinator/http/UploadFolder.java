package dev.renderfarm.coordinator.http;

import dev.renderfarm.coordinator.config.HttpConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** Where uploads lie on their way to the bucket: of this process alone, and readable by nobody else. */
@Singleton
class UploadFolder {

    private final Path folder;

    UploadFolder(HttpConfig config) {
        this.folder = config.uploadDir();
    }

    void prepare(@Observes StartupEvent event) {
        try {
            Files.createDirectories(folder);
            if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
            empty();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the folder for uploads cannot be used: give this process one of its own by"
                            + " renderfarm.http.upload-dir, " + folder,
                    e);
        }
    }

    void remove(@Observes ShutdownEvent event) {
        try {
            empty();
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder for uploads could not be removed: " + folder, e);
        }
    }

    private void empty() throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            List<Path> uploads = left.filter(Files::isRegularFile).toList();
            for (Path upload : uploads) {
                Files.deleteIfExists(upload);
            }
        }
    }
}
