package dev.renderfarm.modeldistribution.cache;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.modeldistribution.published.DistributionException;
import dev.renderfarm.modeldistribution.published.PublishedPackage;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Brings one part of a file from the bucket to its place in the file on disk. Safe for use by several threads. */
final class PartFetch {

    private static final int PIECE = 1 << 16;

    private final PublishedPackage published;
    private final ObjectStore bucket;
    private final Path folder;
    private final FetchSettings settings;

    PartFetch(PublishedPackage published, ObjectStore bucket, Path folder, FetchSettings settings) {
        this.published = published;
        this.bucket = bucket;
        this.folder = folder;
        this.settings = settings;
    }

    /** @param number from 0 */
    record Part(String path, long number, long offset, long length) {}

    /**
     * @throws StorageUnavailableException if the bucket was away for all tries
     * @throws DistributionException if the object is not there, or the disk does not take it
     */
    void fetch(Part part) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                copy(part);
                return;
            } catch (StorageUnavailableException e) {
                if (failures >= settings.tries()) {
                    throw e;
                }
                settings.sleeper().sleep(settings.pauses().afterFailures(failures));
            }
        }
    }

    private void copy(Part part) {
        String key = published.address().key(part.path());
        try (InputStream in = bucket.get(key, part.offset(), part.length())) {
            write(part, in, key);
        } catch (ObjectNotFoundException e) {
            throw published.lacking(part.path());
        } catch (IOException e) {
            throw new StorageUnavailableException("reading " + key + " did not end: " + e.getMessage(), e);
        }
    }

    private void write(Part part, InputStream in, String key) {
        byte[] piece = new byte[PIECE];
        try (FileChannel out =
                FileChannel.open(folder.resolve(part.path()), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long copied = 0;
            while (copied < part.length()) {
                ByteBuffer read =
                        ByteBuffer.wrap(piece, 0, read(in, piece, (int) Math.min(PIECE, part.length() - copied), key));
                while (read.hasRemaining()) {
                    copied += out.write(read, part.offset() + copied);
                }
            }
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static int read(InputStream in, byte[] piece, int most, String key) {
        int read;
        try {
            read = in.read(piece, 0, most);
        } catch (IOException e) {
            throw new StorageUnavailableException("reading " + key + " broke off: " + e.getMessage(), e);
        }
        if (read < 0) {
            throw new StorageUnavailableException("reading " + key + " ended too early", null);
        }
        return read;
    }

    /** As for a full disk, which says so in its own words. */
    static DistributionException unwritable(Path folder, IOException problem) {
        return new DistributionException(
                FailureCode.OUTPUT_UNWRITABLE,
                folder,
                "cannot be written: " + problem.getMessage(),
                "free some space there or name another cache folder; what is there already is kept for the next start",
                problem);
    }
}
