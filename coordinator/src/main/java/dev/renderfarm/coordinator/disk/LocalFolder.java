package dev.renderfarm.coordinator.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of one piece of work, gone with all that is in them when it is closed. */
public final class LocalFolder implements Closeable {

    private final Path folder;

    LocalFolder(Path folder) {
        this.folder = folder;
    }

    /** Where a file of the name is, or may be written. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() throws IOException {
        empty(folder);
        Files.deleteIfExists(folder);
    }

    /** Follows no links. */
    static void empty(Path folder) throws IOException {
        for (Path entry : entries(folder)) {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                empty(entry);
            }
            Files.deleteIfExists(entry);
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }
}
