package dev.renderfarm.cli.download;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.Verdict;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the pictures of a batch, while it runs and when it has ended, and then its files. What is there already and
 * right is not fetched again. Whatever ends it, what was fetched until then stays. One thread uses it, and any may
 * {@link #abandon} it.
 */
public final class BatchDownload {

    private static final int AT_ONCE = 4;
    private static final int PAGE = 1_000;

    private final FarmClient client;
    private final BatchId batch;
    private final DownloadFolder folder;
    private final InstantSource clock;
    private final DownloadCount count;
    private final LocalNames names = new LocalNames();
    private final Checksums sums;
    private final PictureFetch fetch;
    private final FinishedTasks finished;
    private boolean begun;

    /** @param onPicture is given how many pictures are there: 0, then after each, by one thread at a time */
    public BatchDownload(FarmClient client, BatchId batch, Path folder, InstantSource clock, IntConsumer onPicture) {
        this.client = client;
        this.batch = batch;
        this.folder = new DownloadFolder(folder);
        this.clock = clock;
        this.count = new DownloadCount(onPicture);
        this.sums = new Checksums(this.folder);
        this.fetch = new PictureFetch(client, batch, this.folder, sums, count);
        this.finished = new FinishedTasks(client, batch, clock);
    }

    /**
     * Fetches the pictures that are finished by now. Asked again soon, it does nothing; else it goes on where it was.
     *
     * @throws FarmException if they cannot be fetched
     */
    public void takeFinished() throws InterruptedException {
        if (!finished.areDue()) {
            return;
        }
        begin();
        try (BoundedTasks tasks = new BoundedTasks(AT_ONCE)) {
            finished.visit(task -> {
                FinishedPicture picture = picture(task);
                tasks.submit(() -> {
                    fetch.fetch(picture);
                    finished.done(task.id());
                });
            });
            tasks.awaitAll();
        }
    }

    /**
     * Fetches the pictures that were rendered and of which that was said last, and no files of the batch.
     *
     * @throws FarmException if they cannot be fetched
     */
    public void takeReviewed(Verdict verdict) throws InterruptedException {
        begin();
        try (BoundedTasks tasks = new BoundedTasks(AT_ONCE)) {
            TaskId last = null;
            ListView<TaskView> page;
            do {
                page = client.reviewed(batch, verdict, PAGE, last);
                for (TaskView task : page.data()) {
                    FinishedPicture picture = picture(task);
                    tasks.submit(() -> fetch.fetch(picture));
                }
                last = page.lastId() == null ? null : TaskId.parse(page.lastId());
            } while (page.hasMore() && last != null);
            tasks.awaitAll();
        }
    }

    /**
     * Fetches the files and pictures of the batch as it ended.
     *
     * @throws FarmException if it left nothing, or something cannot be fetched
     */
    public void takeAll(Batch ended) throws InterruptedException {
        FileId manifest = ended.renderfarm().manifestFileId();
        if (manifest == null) {
            throw new FarmException(
                    FailureCode.CONFLICT, batch + " is " + ended.status().wireName() + ": it left nothing");
        }
        begin();
        fetchFile(ended.outputFileId(), BatchFile.OUTPUT);
        fetchFile(ended.errorFileId(), BatchFile.ERRORS);
        Manifest rows = new Manifest(fetchFile(manifest, BatchFile.MANIFEST));
        count.begin();
        sums.renew(() -> fetchPictures(rows));
    }

    /** What was done by now. */
    public DownloadReport report() {
        return count.report();
    }

    /** Leaves nothing behind that is not whole. */
    public void abandon() {
        folder.abandon();
    }

    private void begin() {
        if (!begun) {
            begun = true;
            folder.create(clock.instant());
            count.begin();
        }
    }

    private void fetchPictures(Manifest rows) throws InterruptedException {
        try (Stream<FinishedPicture> pictures = rows.pictures();
                BoundedTasks tasks = new BoundedTasks(AT_ONCE)) {
            for (Iterator<FinishedPicture> each = pictures.iterator(); each.hasNext(); ) {
                FinishedPicture picture = each.next();
                tasks.submit(() -> fetch.fetch(picture));
            }
            tasks.awaitAll();
        }
    }

    private FinishedPicture picture(TaskView task) {
        StoredImage image = task.image();
        try {
            if (image != null) {
                return FinishedPicture.of(image.key(), image.sha256(), names);
            }
        } catch (IllegalArgumentException e) {
            // told below, as one that has no picture at all is
        }
        throw new FarmException(
                FailureCode.INTERNAL_ERROR, "the farm tells no picture of " + task.id() + " that can be a file here");
    }

    private Path fetchFile(@Nullable FileId id, BatchFile kind) throws InterruptedException {
        Path file = folder.file(kind.fileName());
        if (id != null) {
            folder.put(file, part -> client.save(id, part));
        }
        return file;
    }
}
