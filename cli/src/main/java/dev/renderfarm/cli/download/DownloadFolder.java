package dev.renderfarm.cli.download;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.failure.FailureCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder that is downloaded into. Files appear in it whole or not at all, with the mode that the user's umask gives,
 * and nothing is written beside it. Safe for several threads.
 */
final class DownloadFolder {

    /** Writes a file's content to the path it is given. */
    @FunctionalInterface
    interface Content {
        void writeTo(Path path) throws InterruptedException, IOException;
    }

    private static final String PREFIX = ".download-";
    private static final String SUFFIX = ".part";
    private static final Duration LEFT_BEHIND = Duration.ofHours(1);

    private final Path root;
    private final Set<Path> parts = ConcurrentHashMap.newKeySet();
    private volatile boolean abandoned;

    DownloadFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** Makes it, and deletes what downloads left in it that were killed and have written nothing for an hour. */
    void create(Instant now) {
        try {
            Files.createDirectories(root);
            try (DirectoryStream<Path> left = Files.newDirectoryStream(root, PREFIX + "*" + SUFFIX)) {
                for (Path part : left) {
                    if (Files.getLastModifiedTime(part).toInstant().isBefore(now.minus(LEFT_BEHIND))) {
                        Files.deleteIfExists(part);
                    }
                }
            }
        } catch (IOException e) {
            throw failure(root, e);
        }
    }

    /** @throws FarmException for a name that is not one of a file right in this folder */
    Path file(String name) {
        try {
            Path file = root.resolve(name).normalize();
            if (root.equals(file.getParent())) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw new FarmException(
                    FailureCode.OUTPUT_UNWRITABLE,
                    "this locale has no file names such as " + name + ": set LC_ALL=C.UTF-8");
        }
        throw new FarmException(FailureCode.INVALID_REQUEST, "not a file name, nothing was written: " + name);
    }

    /** Writes to a temporary name first. */
    void put(Path file, Content content) throws InterruptedException {
        Path part = root.resolve(PREFIX + UUID.randomUUID() + SUFFIX);
        parts.add(part);
        try {
            if (abandoned) {
                throw new InterruptedException("the download was broken off");
            }
            try {
                content.writeTo(part);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw failure(file, e);
        } finally {
            parts.remove(part);
        }
    }

    /** Begins no file any more and deletes what is not whole, while others still write to it. */
    void abandon() {
        abandoned = true;
        for (Path part : parts) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException e) {
                // a later download deletes it
            }
        }
    }

    static FarmException failure(Path path, IOException e) {
        return new FarmException(FailureCode.OUTPUT_UNWRITABLE, "cannot write " + path + ": " + reason(e));
    }

    /** Java gives only the path of some. */
    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "there is a file of this name, where a folder is wanted";
        }
        if (e instanceof NoSuchFileException) {
            return "its folder is not there";
        }
        return e instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(e.getMessage());
    }
}
