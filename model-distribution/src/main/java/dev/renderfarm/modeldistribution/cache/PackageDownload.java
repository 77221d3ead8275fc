package dev.renderfarm.modeldistribution.cache;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.modeldistribution.cache.PartFetch.Part;
import dev.renderfarm.modeldistribution.published.PublishedPackage;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * A package on its way to a folder of this machine. A download that was cut off goes on in the same folder. For one
 * thread, which holds the package's lock.
 */
final class PackageDownload {

    private final PublishedPackage published;
    private final ObjectStore bucket;
    private final Path files;
    private final FetchSettings settings;
    private final FetchListener listener;
    private final DownloadJournal journal;
    private final Map<String, Long> sizes = new TreeMap<>();
    private long fetchedBytes;

    private PackageDownload(
            PublishedPackage published,
            ObjectStore bucket,
            Path folder,
            FetchSettings settings,
            FetchListener listener,
            DownloadJournal journal) {
        this.published = published;
        this.bucket = bucket;
        this.files = folder.resolve("files");
        this.settings = settings;
        this.listener = listener;
        this.journal = journal;
    }

    /** Asks the bucket for the size of every file; writes none. */
    static PackageDownload begin(
            PublishedPackage published, ObjectStore bucket, Path folder, FetchSettings settings, FetchListener listener)
            throws IOException {
        Files.createDirectories(folder);
        PackageDownload download = new PackageDownload(
                published, bucket, folder, settings, listener, DownloadJournal.open(folder, settings.partSize()));
        for (String path : published.manifest().files().keySet()) {
            download.sizes.put(
                    path,
                    bucket.stat(published.address().key(path))
                            .orElseThrow(() -> published.lacking(path))
                            .size());
        }
        return download;
    }

    /** Of all its files; the largest number where they have more. */
    long totalBytes() {
        return sizes.values().stream()
                .reduce(0L, (sum, size) -> sum > Long.MAX_VALUE - size ? Long.MAX_VALUE : sum + size);
    }

    /** What is not on disk yet, in bytes. */
    long missingBytes() {
        return missing().stream().mapToLong(Part::length).sum();
    }

    long fetchedBytes() {
        return fetchedBytes;
    }

    /** The folder with the package's files, whole once {@link #verify} has returned. */
    Path files() {
        return files;
    }

    /** Fetches what is not on disk yet. */
    void fetch() throws IOException, InterruptedException {
        List<Part> missing = missing();
        long toFetch = missing.stream().mapToLong(Part::length).sum();
        listener.fetching(totalBytes(), totalBytes() - toFetch);
        for (String path : sizes.keySet()) {
            Files.createDirectories(files.resolve(path).getParent());
        }
        PartFetch parts = new PartFetch(published, bucket, files, settings);
        List<Callable<Void>> pieces = new ArrayList<>();
        for (Part part : missing) {
            pieces.add(() -> {
                parts.fetch(part);
                journal.add(part.path(), part.number());
                listener.fetched(part.length());
                return null;
            });
        }
        ParallelWork.run(settings.threads(), pieces);
        fetchedBytes += toFetch;
    }

    /**
     * Compares every file with its digest. One that differs is fetched once more: parts of an earlier download may have
     * been lost with a machine that went down.
     *
     * @throws dev.renderfarm.modeldistribution.published.DistributionException if it still differs
     */
    void verify() throws IOException, InterruptedException {
        listener.verifying();
        Set<String> differing = differing(sizes.keySet());
        if (!differing.isEmpty()) {
            forget(differing);
            fetch();
            listener.verifying();
            Set<String> still = differing(differing);
            forget(still);
            for (String path : still) {
                throw published.damagedAt(path, "has another SHA-256 than the manifest says");
            }
        }
        Files.write(
                files.resolve(ModelManifest.FILE_NAME),
                published.manifestBytes(),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
    }

    private void forget(Set<String> paths) throws IOException {
        for (String path : paths) {
            journal.forget(path);
            Files.deleteIfExists(files.resolve(path));
        }
    }

    private Set<String> differing(Set<String> paths) throws IOException, InterruptedException {
        Set<String> differing = new ConcurrentSkipListSet<>();
        List<Callable<Void>> pieces = new ArrayList<>();
        for (String path : paths) {
            pieces.add(() -> {
                if (!isRight(path)) {
                    differing.add(path);
                }
                return null;
            });
        }
        ParallelWork.run(settings.threads(), pieces);
        return differing;
    }

    /** What is right is on the disk itself before the package counts as whole. */
    private boolean isRight(String path) throws IOException {
        Path file = files.resolve(path);
        try (FileChannel written = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        return Sha256.hex(file).equals(published.manifest().files().get(path));
    }

    /** A part that the journal has counts only where its file reaches so far: the files may have gone without it. */
    private List<Part> missing() {
        List<Part> missing = new ArrayList<>();
        sizes.forEach((path, size) -> {
            long there = files.resolve(path).toFile().length();
            for (long number = 0; number * settings.partSize() < size; number++) {
                long offset = number * settings.partSize();
                long length = Math.min(settings.partSize(), size - offset);
                if (!journal.has(path, number) || there < offset + length) {
                    missing.add(new Part(path, number, offset, length));
                }
            }
        });
        return missing;
    }
}
