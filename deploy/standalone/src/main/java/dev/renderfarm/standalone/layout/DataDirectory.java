package dev.renderfarm.standalone.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What a farm keeps between runs.
 *
 * @param root by convention {@code .renderfarm} of the checkout
 */
public record DataDirectory(Path root) {

    public DataDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /** Makes the directories that are missing. Prompts, pictures and keys are nobody's but the owner's. */
    public void create() {
        try {
            for (Path directory : new Path[] {root, kafka(), s3(), s3Objects(), streams(), settings(), logs()}) {
                Files.createDirectories(directory);
            }
            if (root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the farm's data directory " + root, e);
        }
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    public Path s3() {
        return root.resolve("s3");
    }

    public Path s3Objects() {
        return s3().resolve("objects");
    }

    public Path streams() {
        return root.resolve("streams");
    }

    /** Uploads on their way to the bucket. */
    public Path uploads() {
        return root.resolve("uploads");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /** @param process for example {@code worker-1} */
    public SettingsFile settingsOf(String process) {
        return new SettingsFile(settings().resolve(process + ".properties"));
    }

    private Path settings() {
        return root.resolve("settings");
    }

    /** The key of the first admin, where the farm asks for keys. */
    public Path apiKey() {
        return root.resolve("api-key");
    }

    /** Addresses of the farm that runs on this directory. */
    public Path addresses() {
        return root.resolve("farm.json");
    }

    /** Which port each of the farm's parts had last. */
    Path ports() {
        return root.resolve("ports.json");
    }

    /** Locked by the farm that runs on this directory. */
    Path lock() {
        return root.resolve("farm.lock");
    }

    /** Locked, shared, by every child process while it lives. */
    public Path childrenLock() {
        return root.resolve("children.lock");
    }
}
