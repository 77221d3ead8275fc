package dev.renderfarm.modelexport.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files of a folder in the diffusers layout. */
public record FolderFiles(Path folder) implements CheckpointFiles {

    private static final long LIMIT = 64L << 20;

    @Override
    public Optional<byte[]> read(String path) {
        Path file = folder.resolve(path);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > LIMIT) {
                throw new CheckpointException(file + ": larger than the limit of " + LIMIT + " bytes");
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new CheckpointException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String describe(String path) {
        return folder.resolve(path).toString();
    }
}
