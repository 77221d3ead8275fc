package dev.renderfarm.coordinator.finalization;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.BatchFinalizer;
import dev.renderfarm.coordinator.batch.SkippedLine;
import dev.renderfarm.coordinator.batch.StoredItem;
import dev.renderfarm.coordinator.disk.LocalDisk;
import dev.renderfarm.coordinator.disk.LocalFolder;
import dev.renderfarm.coordinator.files.ResultFiles;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.items.SkippedLineReader;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Objects;

/**
 * Writes a batch's files to local disk first, then into the bucket. Memory does not grow with the batch nor with its
 * pictures. Depends on nothing but items, tasks and the batch, and on the pictures that lines want in the output: the
 * same batch gets the same bytes whenever and wherever it is finished.
 */
public final class StoredBatchFinalizer implements BatchFinalizer {

    private final ObjectStore objects;
    private final ResultFiles results;
    private final ItemPartReader parts;
    private final SkippedLineReader skipped;
    private final long inlineRoom;
    private final LocalDisk disk;

    /** @param inlineRoom for pictures in the output of one batch, in bytes */
    public StoredBatchFinalizer(ObjectStore objects, ItemPartReader parts, long inlineRoom, LocalDisk disk) {
        this.objects = objects;
        this.results = new ResultFiles(objects);
        this.parts = parts;
        this.skipped = new SkippedLineReader(objects);
        this.inlineRoom = inlineRoom;
        this.disk = disk;
    }

    /** @throws UncheckedIOException if local disk fails */
    @Override
    public BatchCommand.Finalized finish(Batch batch, Iterator<TaskView> tasks) throws InterruptedException {
        try (LocalFolder folder = disk.open("batch-");
                BatchFiles files = new BatchFiles(folder, objects, parts.columns(batch.id()), inlineRoom)) {
            Iterator<StoredItem> items =
                    parts.sequence(batch.id(), batch.taskCounts().total());
            TaskTally tally = new TaskTally(batch);
            SettledRequests requests = new SettledRequests(SettledTasks.of(batch, items, counted(tasks, tally)));
            SkippedLines lines = new SkippedLines(
                    skipped.sequence(batch.id(), batch.renderfarm().input().skippedLines()));
            while (requests.hasNext()) {
                SettledRequest request = requests.next();
                addSkipped(files, batch.id(), lines, request.line());
                files.add(request);
            }
            addSkipped(files, batch.id(), lines, Integer.MAX_VALUE);
            files.finish();
            tally.checkComplete();
            FileId output = files.upload(BatchFile.OUTPUT, batch, results);
            FileId errors = files.upload(BatchFile.ERRORS, batch, results);
            FileId manifest = Objects.requireNonNull(files.upload(BatchFile.MANIFEST, batch, results));
            return new BatchCommand.Finalized(
                    batch.id(),
                    batch.taskCounts(),
                    batch.renderfarm().cancelled(),
                    output,
                    errors,
                    manifest,
                    files.warnings());
        } catch (IOException e) {
            throw new UncheckedIOException("the files of " + batch.id() + " were not written", e);
        }
    }

    private static void addSkipped(BatchFiles files, BatchId batch, SkippedLines lines, int before)
            throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("finishing " + batch + " was interrupted");
        }
        for (SkippedLine line = lines.nextBefore(before); line != null; line = lines.nextBefore(before)) {
            files.add(batch, line, lines.given() - 1);
        }
    }

    private static Iterator<TaskView> counted(Iterator<TaskView> tasks, TaskTally tally) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return tasks.hasNext();
            }

            @Override
            public TaskView next() {
                return tally.counted(tasks.next());
            }
        };
    }
}
