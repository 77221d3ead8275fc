package dev.renderfarm.modeldistribution.cache;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.modeldistribution.published.DistributionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What lies where in a cache: whole packages, downloads that are under way or were cut off, what is being removed, and
 * a lock for each package and when it was used last, all by the package's fingerprint.
 */
record CacheFolder(Path root) {

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern ASIDE = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** @throws DistributionException if there can be no such folder */
    static CacheFolder open(Path root) {
        CacheFolder cache = new CacheFolder(root.toAbsolutePath().normalize());
        try {
            for (Path folder :
                    List.of(cache.packages(), cache.downloads(), cache.removed(), cache.locks(), cache.uses())) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new DistributionException(
                    FailureCode.OUTPUT_UNWRITABLE,
                    root,
                    "cannot be made a cache of packages: " + e,
                    "name a folder on a local disk that this process may write",
                    e);
        }
        return cache;
    }

    Path packages() {
        return root.resolve("packages");
    }

    Path downloads() {
        return root.resolve("downloads");
    }

    Path removed() {
        return root.resolve("removed");
    }

    Path locks() {
        return root.resolve("locks");
    }

    Path uses() {
        return root.resolve("uses");
    }

    Path packageOf(String fingerprint) {
        return packages().resolve(fingerprint);
    }

    Path downloadOf(String fingerprint) {
        return downloads().resolve(fingerprint);
    }

    Path lockOf(String fingerprint) {
        return locks().resolve(fingerprint);
    }

    void noteUse(String fingerprint, Instant now) throws IOException {
        Path use = uses().resolve(fingerprint);
        if (!Files.exists(use)) {
            Files.write(use, new byte[0]);
        }
        Files.setLastModifiedTime(use, FileTime.from(now));
    }

    /** In milliseconds since 1970; 0 where it was never used. */
    long lastUseOf(String fingerprint) {
        return uses().resolve(fingerprint).toFile().lastModified();
    }

    /** Whether the package is there, and is the one of that name. */
    boolean holds(String fingerprint) throws IOException {
        try {
            byte[] json = Files.readAllBytes(packageOf(fingerprint).resolve(ModelManifest.FILE_NAME));
            return Sha256.hex(json).equals(fingerprint);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** All packages and unfinished downloads; what else lies there is none of the cache's. */
    List<Path> contents() throws IOException {
        List<Path> all = new ArrayList<>(in(packages(), FINGERPRINT));
        all.addAll(in(downloads(), FINGERPRINT));
        return all;
    }

    int packageCount() throws IOException {
        return in(packages(), FINGERPRINT).size();
    }

    /** On disk, which for an unfinished download is less than its files will have. */
    long bytes() throws IOException {
        long bytes = 0;
        for (Path folder : contents()) {
            bytes += FolderWalk.bytesOf(folder);
        }
        return bytes;
    }

    /** Takes it out of sight, at once or not at all, and then deletes it. Its lock is held alone. */
    void remove(Path folder) throws IOException {
        FolderWalk.delete(moveAside(folder));
    }

    Path moveAside(Path folder) throws IOException {
        return Files.move(folder, removed().resolve(UUID.randomUUID().toString()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** What a process that was killed left half removed. */
    void sweep() throws IOException {
        for (Path left : in(removed(), ASIDE)) {
            FolderWalk.delete(left);
        }
    }

    private static List<Path> in(Path folder, Pattern names) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry ->
                            names.matcher(entry.getFileName().toString()).matches())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
