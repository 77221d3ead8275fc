package dev.renderfarm.modeldistribution.cache;

import dev.renderfarm.common.backoff.MonotonicTime;
import dev.renderfarm.modeldistribution.published.PublishedPackage;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A folder of packages that came from a bucket, for all processes of a machine: of several that want the same package
 * one fetches it, the others wait. A package appears in it whole and verified, under the SHA-256 of its manifest, or
 * not at all. One for each process and folder; safe for use by several threads, one at a time.
 */
public final class PackageCache {

    private static final Duration LOOK = Duration.ofMillis(200);

    private final CacheFolder cache;
    private final CacheLimits limits;
    private final FetchSettings settings;
    private final FetchListener listener;
    private final InstantSource clock;
    private final MonotonicTime time;
    /** Fingerprints whose lock this process holds. */
    private final Set<String> mine = new HashSet<>();

    /** @throws dev.renderfarm.modeldistribution.published.DistributionException if the folder cannot be made */
    public PackageCache(
            Path folder,
            CacheLimits limits,
            FetchSettings settings,
            FetchListener listener,
            InstantSource clock,
            MonotonicTime time) {
        this.cache = CacheFolder.open(folder);
        this.limits = limits;
        this.settings = settings;
        this.listener = listener;
        this.clock = clock;
        this.time = time;
    }

    /**
     * The package on this machine, fetched if it is not there. It stays for as long as the process lives or until it is
     * closed. Where this throws, what was fetched is kept: the next call, in this process or another, goes on there.
     *
     * @param bucket that of the package's address
     * @throws dev.renderfarm.modeldistribution.published.DistributionException if it cannot be had: the message says
     *     why, and the mend
     * @throws dev.renderfarm.objectstore.store.StorageException if the bucket is away or refuses
     */
    public synchronized CachedPackage take(PublishedPackage published, ObjectStore bucket) throws InterruptedException {
        try {
            return takeOrFetch(published, bucket);
        } catch (IOException e) {
            throw PartFetch.unwritable(cache.root(), e);
        }
    }

    private CachedPackage takeOrFetch(PublishedPackage published, ObjectStore bucket)
            throws IOException, InterruptedException {
        String fingerprint = published.fingerprint();
        if (mine.contains(fingerprint)) {
            throw new IllegalStateException("this process has taken " + published.address() + " already");
        }
        Instant begun = time.instant();
        Optional<FetchReport> report = Optional.empty();
        boolean told = false;
        while (true) {
            Optional<CacheLock> use = ifWhole(fingerprint);
            if (use.isPresent()) {
                return hold(fingerprint, use.get(), report.orElse(FetchReport.cached(since(begun))));
            }
            Optional<CacheLock> change = CacheLock.tryToChange(cache.lockOf(fingerprint));
            if (change.isPresent()) {
                report = Optional.of(fetchUnder(change.get(), published, bucket, since(begun)));
            } else {
                if (!told) {
                    listener.waiting(cache.root());
                    told = true;
                }
                settings.sleeper().sleep(LOOK);
            }
        }
    }

    private Optional<CacheLock> ifWhole(String fingerprint) throws IOException {
        Optional<CacheLock> use = CacheLock.tryToUse(cache.lockOf(fingerprint));
        if (use.isPresent() && !cache.holds(fingerprint)) {
            use.get().close();
            return Optional.empty();
        }
        return use;
    }

    private CachedPackage hold(String fingerprint, CacheLock use, FetchReport report) throws IOException {
        mine.add(fingerprint);
        try {
            cache.noteUse(fingerprint, clock.instant());
            ModelPackage model = ModelPackage.open(cache.packageOf(fingerprint));
            return new CachedPackage(model, report, () -> letGo(fingerprint, use));
        } catch (IOException | RuntimeException e) {
            letGo(fingerprint, use);
            throw e;
        }
    }

    private synchronized void letGo(String fingerprint, CacheLock use) throws IOException {
        mine.remove(fingerprint);
        use.close();
    }

    private FetchReport fetchUnder(CacheLock change, PublishedPackage published, ObjectStore bucket, Duration waited)
            throws IOException, InterruptedException {
        String fingerprint = published.fingerprint();
        mine.add(fingerprint);
        try (change) {
            if (cache.holds(fingerprint)) {
                return FetchReport.cached(waited);
            }
            if (Files.exists(cache.packageOf(fingerprint))) {
                cache.remove(cache.packageOf(fingerprint));
            }
            return fetch(published, bucket, waited);
        } finally {
            mine.remove(fingerprint);
        }
    }

    private FetchReport fetch(PublishedPackage published, ObjectStore bucket, Duration waited)
            throws IOException, InterruptedException {
        String fingerprint = published.fingerprint();
        Path folder = cache.downloadOf(fingerprint);
        cache.noteUse(fingerprint, clock.instant());
        Instant begun = time.instant();
        PackageDownload download = PackageDownload.begin(published, bucket, folder, settings, listener);
        Eviction eviction = new Eviction(cache, limits, listener);
        eviction.requirePossible(download.totalBytes());
        eviction.makeRoom(mine, download.missingBytes());
        download.fetch();
        Instant fetched = time.instant();
        download.verify();
        Files.move(download.files(), cache.packageOf(fingerprint), StandardCopyOption.ATOMIC_MOVE);
        FolderWalk.delete(folder);
        return new FetchReport(waited, Duration.between(begun, fetched), since(fetched), download.fetchedBytes());
    }

    private Duration since(Instant begun) {
        return Duration.between(begun, time.instant());
    }
}
