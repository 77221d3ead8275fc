package dev.renderfarm.coordinator.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskTest {

    @TempDir
    private Path directory;

    private Path path = Path.of("disk");
    private LocalDisk disk = new LocalDisk(path);

    @BeforeEach
    void openDisk() {
        path = directory.resolve("of/the-process");
        disk = new LocalDisk(path);
    }

    @Test
    void shouldBeginEmptyAndForItsUserAloneAndLeaveNothingWhenItIsRemoved() throws IOException {
        // Given
        disk.prepare();
        Files.writeString(path.resolve("upload"), "left by a process that was killed");
        Files.writeString(disk.open("batch-").file("output.jsonl"), "{}");
        // When
        disk.prepare();
        // Then
        assertThat(path).isEmptyDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
        // When
        Files.writeString(disk.open("batch-").file("output.jsonl"), "{}");
        disk.remove();
        // Then
        assertThat(path).doesNotExist();
    }

    @Test
    void shouldKeepPiecesOfWorkApartAndClearEachAwayByItself() throws IOException {
        // Given
        disk.prepare();
        LocalFolder other = disk.open("batch-");
        Files.writeString(other.file("a"), "of another");
        // When
        LocalFolder folder = disk.open("batch-");
        Files.writeString(folder.file("a"), "of this one");
        folder.close();
        // Then
        assertThat(folder.file("a")).doesNotExist();
        assertThat(other.file("a")).hasContent("of another");
    }

    @Test
    void shouldFollowNoLinks() throws IOException {
        // Given
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("kept"), "not the farm's");
        disk.prepare();
        Files.createSymbolicLink(path.resolve("link"), elsewhere);
        // When
        disk.remove();
        // Then
        assertThat(elsewhere.resolve("kept")).exists();
    }
}
