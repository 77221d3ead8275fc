package dev.renderfarm.modeldistribution.cache;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.modeldistribution.published.DistributionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What lies where in a cache: whole packages, downloads that are under way or were cut off, what is being removed, and
 * a lock for each package and when it was used last, all by the package's fingerprint.
 */
record CacheFolder(Path root) {

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

    static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** On disk, which for an unfinished download is less than its files will have. */
    static long bytesBelow(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        }
    }

    /** Another process may be removing the same. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        }
    }
}
