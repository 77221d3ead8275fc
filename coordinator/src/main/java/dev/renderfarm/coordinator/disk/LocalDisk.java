package dev.renderfarm.coordinator.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder of this process alone, readable by nobody else. Safe for several threads. */
public final class LocalDisk {

    private final Path folder;

    public LocalDisk(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder, or clears away what a process that was killed has left in it. */
    public void prepare() throws IOException {
        Files.createDirectories(folder);
        if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        LocalFolder.empty(folder);
    }

    public void remove() throws IOException {
        LocalFolder.empty(folder);
        Files.deleteIfExists(folder);
    }

    /** @param prefix of its name, for who looks at the disk */
    public LocalFolder open(String prefix) throws IOException {
        return new LocalFolder(Files.createTempDirectory(folder, prefix));
    }
}
