package dev.renderfarm.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.coordinator.config.HttpConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadFolderTest {

    @TempDir
    private Path directory;

    @Test
    void shouldBeginEmptyAndForItsUserAloneAndLeaveNothingWhenItStops() throws IOException {
        // Given
        Path uploads = Files.createDirectory(directory.resolve("uploads"));
        Files.writeString(uploads.resolve("left"), "by a process that was killed");
        UploadFolder folder = new UploadFolder(at(uploads));
        // When
        folder.prepare(new StartupEvent());
        // Then
        assertThat(uploads).isEmptyDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(uploads)))
                .isEqualTo("rwx------");
        // When
        Files.writeString(uploads.resolve("on its way"), "a,b");
        folder.remove(new ShutdownEvent());
        // Then
        assertThat(directory).isEmptyDirectory();
    }

    private static HttpConfig at(Path uploads) {
        return new HttpConfig() {
            @Override
            public Optional<Set<String>> allowedHosts() {
                return Optional.empty();
            }

            @Override
            public Path uploadDir() {
                return uploads;
            }

            @Override
            public Bodies bodies() {
                throw new UnsupportedOperationException("a folder takes whatever comes");
            }
        };
    }
}
