package dev.renderfarm.modelexport.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder within an unfinished package, for what must not become part of it: closing it removes it with all that is in
 * it.
 */
public final class ScratchFolder implements AutoCloseable {

    private final Path path;

    private ScratchFolder(Path path) {
        this.path = path;
    }

    /** @param name must be free in {@code folder} */
    public static ScratchFolder within(Path folder, String name) throws IOException {
        return new ScratchFolder(Files.createDirectory(folder.resolve(name)));
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        TargetFolder.deleteQuietly(path);
    }
}
