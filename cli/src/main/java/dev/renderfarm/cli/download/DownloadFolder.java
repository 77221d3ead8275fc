package dev.renderfarm.cli.download;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.failure.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The folder that is downloaded into. Files appear in it whole or not at all, and nothing is written beside it. */
final class DownloadFolder {

    /** Writes a file's content to the path it is given. */
    @FunctionalInterface
    interface Content {
        void writeTo(Path path) throws InterruptedException, IOException;
    }

    private final Path root;

    DownloadFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    void create() {
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw failure(root, e);
        }
    }

    /** @throws FarmException for a name that is not one of a file right in this folder */
    Path file(String name) {
        Path file = root.resolve(name).normalize();
        if (!root.equals(file.getParent())) {
            throw new FarmException(FailureCode.INVALID_REQUEST, "not a file name, nothing was written: " + name);
        }
        return file;
    }

    /** Writes to a temporary name first. */
    void put(Path file, Content content) throws InterruptedException {
        try {
            Path part = Files.createTempFile(root, ".download-", ".part");
            try {
                content.writeTo(part);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static FarmException failure(Path path, IOException e) {
        return new FarmException(FailureCode.INVALID_REQUEST, "cannot write " + path + ": " + e.getMessage());
    }
}
