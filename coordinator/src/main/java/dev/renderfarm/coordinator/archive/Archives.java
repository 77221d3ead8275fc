package dev.renderfarm.coordinator.archive;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.disk.LocalDisk;
import dev.renderfarm.coordinator.disk.LocalFolder;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.items.ItemPages;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Archives of pictures, a few at a time. Safe for several threads. */
public final class Archives {

    private static final double GIGABYTE = 1e9;

    /**
     * Most that an archive holds, and most archives that are sent at a time.
     *
     * @param bytes of its pictures
     */
    public record Limits(long bytes, int pictures, int atOnce) {}

    private final BatchFamilies families;
    private final TaskDirectory tasks;
    private final ItemPages items;
    private final ObjectStore objects;
    private final Executor readers;
    private final LocalDisk disk;
    private final InstantSource clock;
    private final Limits limits;
    private final Semaphore places;

    /** @param readers of pictures that will be needed next */
    public Archives(
            BatchDirectory batches,
            TaskDirectory tasks,
            ItemPages items,
            ObjectStore objects,
            Executor readers,
            LocalDisk disk,
            InstantSource clock,
            Limits limits) {
        this.families = new BatchFamilies(batches);
        this.tasks = tasks;
        this.items = items;
        this.objects = objects;
        this.readers = readers;
        this.disk = disk;
        this.clock = clock;
        this.limits = limits;
        this.places = new Semaphore(limits.atOnce());
    }

    /**
     * The ZIP, to be closed. Reading it fails where a picture is not there as it was rendered.
     *
     * @throws RequestRefusedException if it would be too large, or as many are sent as may be
     * @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException while the ledger cannot be read
     * @throws UncheckedIOException if local disk fails
     */
    public InputStream open(BatchId batch, ArchiveChoice choice) {
        if (!places.tryAcquire()) {
            throw new RequestRefusedException(
                    FailureCode.FARM_BUSY, null, "the farm sends as many archives as it can: try again in a while");
        }
        try {
            List<BatchId> family = families.of(batch);
            ArchiveContents contents = new ArchiveContents(tasks, family, ChosenTasks.of(choice, family, tasks, items));
            check(batch, contents);
            return new Placed(archive(contents.pictures()));
        } catch (IOException e) {
            places.release();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            places.release();
            throw e;
        }
    }

    private InputStream archive(Iterator<ArchivedPicture> pictures) throws IOException {
        LocalFolder folder = disk.open("archive");
        try {
            return new ArchiveStream(new PictureReading(objects, readers, pictures), items, folder, clock.instant());
        } catch (IOException | RuntimeException e) {
            closeAfter(e, folder);
            throw e;
        }
    }

    private static void closeAfter(Exception failure, LocalFolder folder) {
        try {
            folder.close();
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** By number first, which costs least. */
    private void check(BatchId batch, ArchiveContents contents) {
        boolean fits = contents.count() <= limits.pictures();
        long bytes = 0;
        Iterator<ArchivedPicture> all = contents.pictures();
        while (fits && all.hasNext()) {
            bytes += all.next().image().bytes();
            fits = bytes <= limits.bytes();
        }
        if (!fits) {
            throw RequestRefusedException.invalid(
                    null,
                    String.format(
                            Locale.ROOT,
                            "an archive holds at most %.1f GB and %d pictures, and these are more: fetch them with"
                                    + " farm download %s --out FOLDER",
                            limits.bytes() / GIGABYTE,
                            limits.pictures(),
                            batch));
        }
    }

    /** Gives its place back once. */
    private final class Placed extends FilterInputStream {

        private final AtomicBoolean open = new AtomicBoolean(true);

        Placed(InputStream archive) {
            super(archive);
        }

        @Override
        public void close() throws IOException {
            if (open.compareAndSet(true, false)) {
                places.release();
                super.close();
            }
        }
    }
}
