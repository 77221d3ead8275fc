package dev.renderfarm.modeldistribution.cache;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.modeldistribution.published.DistributionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes room in a cache: what was used longest ago goes first, what anyone uses or fetches stays. */
final class Eviction {

    private final CacheFolder cache;
    private final CacheLimits limits;
    private final FetchListener listener;

    Eviction(CacheFolder cache, CacheLimits limits, FetchListener listener) {
        this.cache = cache;
        this.limits = limits;
        this.listener = listener;
    }

    /**
     * Before anything is made of a package: not even its parts are listed where it cannot lie here.
     *
     * @param total bytes of the package
     * @throws DistributionException if it is larger than the limit or the disk
     */
    void requirePossible(long total) throws IOException {
        long disk = Files.getFileStore(cache.root()).getTotalSpace();
        if (total > limits.bytes()) {
            throw tooLarge(
                    total,
                    "the cache may take " + limits.bytes(),
                    "raise renderfarm.worker.model-cache.size, or modelCache.size of the chart");
        }
        if (total > disk) {
            throw tooLarge(total, "all of the disk has " + disk, "name a cache folder on a larger disk");
        }
    }

    private DistributionException tooLarge(long total, String most, String mend) {
        return new DistributionException(
                FailureCode.OUTPUT_UNWRITABLE,
                cache.root(),
                "the package is too large: it has " + total + " bytes, " + most,
                mend);
    }

    /**
     * Makes room for one package more, within the limits as far as may be.
     *
     * @param mine fingerprints of which this process holds the lock
     * @param bytes that are going to be written
     * @throws DistributionException if the disk has no room for them
     */
    void makeRoom(Set<String> mine, long bytes) throws IOException {
        cache.sweep();
        for (Path candidate : byLastUse()) {
            boolean isPackage = candidate.startsWith(cache.packages());
            boolean mustGo = (isTooMany() && isPackage) || isTooLarge(bytes) || isDiskShort(bytes);
            if (mustGo && !mine.contains(candidate.getFileName().toString())) {
                remove(candidate);
            }
        }
        if (isDiskShort(bytes)) {
            throw new DistributionException(
                    FailureCode.OUTPUT_UNWRITABLE,
                    cache.root(),
                    "the disk is full: " + bytes + " bytes are still to be fetched, " + usableBytes()
                            + " are free, and no package is left that nobody uses",
                    "free some space there or name another cache folder; what is there already is kept for the next"
                            + " start");
        }
    }

    private boolean isTooMany() throws IOException {
        return cache.packageCount() >= limits.packages();
    }

    private boolean isTooLarge(long more) throws IOException {
        return cache.bytes() > limits.bytes() - more;
    }

    private boolean isDiskShort(long bytes) throws IOException {
        return usableBytes() < bytes;
    }

    private long usableBytes() throws IOException {
        return Files.getFileStore(cache.root()).getUsableSpace();
    }

    private List<Path> byLastUse() throws IOException {
        List<Path> all = new ArrayList<>(cache.contents());
        all.sort(Comparator.<Path>comparingLong(
                        folder -> cache.lastUseOf(folder.getFileName().toString()))
                .thenComparing(Path::toString));
        return all;
    }

    /** Takes it out of sight under its lock, so that nobody begins to use half of it. */
    private void remove(Path folder) throws IOException {
        Optional<CacheLock> lock =
                CacheLock.tryToChange(cache.lockOf(folder.getFileName().toString()));
        if (lock.isEmpty()) {
            return;
        }
        Path aside;
        try (CacheLock held = lock.get()) {
            if (!Files.exists(folder)) {
                return;
            }
            aside = cache.moveAside(folder);
        }
        FolderWalk.delete(aside);
        listener.removed(folder);
    }
}
