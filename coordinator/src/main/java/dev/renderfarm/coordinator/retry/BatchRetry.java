package dev.renderfarm.coordinator.retry;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.api.RetryRequest;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.disk.LocalDisk;
import dev.renderfarm.coordinator.disk.LocalFolder;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.submission.BatchSubmission;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renders again what failed of a batch, or what is wanted anew: its lines become the file of a new batch, which is submitted like any other. A
 * batch that has ended never changes. Safe for several threads.
 */
public final class BatchRetry {

    private static final Logger LOG = LoggerFactory.getLogger(BatchRetry.class);
    private static final int PAGE = 1_000;

    private final BatchDirectory batches;
    private final TaskDirectory tasks;
    private final ItemPartReader items;
    private final FileStore files;
    private final BatchSubmission submission;
    private final LocalDisk disk;

    public BatchRetry(
            BatchDirectory batches,
            TaskDirectory tasks,
            ItemPartReader items,
            FileStore files,
            BatchSubmission submission,
            LocalDisk disk) {
        this.batches = batches;
        this.tasks = tasks;
        this.items = items;
        this.files = files;
        this.submission = submission;
        this.disk = disk;
    }

    /**
     * Opens the batch that renders them. Memory does not grow with their number.
     *
     * @throws RequestRefusedException if there is no such batch, it has not ended, or there is nothing to render again
     * @throws dev.renderfarm.objectstore.store.StorageUnavailableException if the bucket does not answer
     * @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException if the batch's tasks cannot be read now
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not answer
     */
    public Batch retry(
            BatchId id, RetryRequest wanted, @Nullable String idempotencyKey, @Nullable Traceparent traceparent)
            throws InterruptedException {
        Batch ended = batches.get(id).orElseThrow(() -> RequestRefusedException.notFound("there is no batch " + id));
        Selection selection = Selection.of(wanted);
        requireRenderable(ended);
        return submission.submitAgain(
                id,
                Json.string(wanted),
                () -> new BatchSubmission.Again(again(ended, selection, wanted), null),
                idempotencyKey,
                traceparent);
    }

    private static void requireRenderable(Batch batch) {
        if (batch.status() == BatchStatus.FAILED) {
            throw conflict("the batch failed validation, nothing of it was rendered: mend the file and submit it");
        }
        if (!batch.status().isTerminal()) {
            throw conflict("the batch is " + batch.status().wireName() + ": wait for its end, failed attempts are "
                    + "repeated meanwhile");
        }
    }

    private BatchRequest again(Batch ended, Selection selection, RetryRequest wanted) {
        FileId file = linesOf(ended, selection, Boolean.TRUE.equals(wanted.newSeed()));
        return new BatchRequest(
                file.value(),
                ended.endpoint(),
                ended.completionWindow(),
                ended.metadata(),
                ended.model() == null ? null : ended.model().value(),
                options(ended));
    }

    /** It is drawn at the same tenant's expense. */
    private static BatchRequest.Options options(Batch ended) {
        Sharing sharing = ended.renderfarm().sharing();
        return new BatchRequest.Options(null, ended.renderfarm().maxAttempts())
                .ofTenant(sharing.tenant().value(), sharing.maxInFlight());
    }

    private FileId linesOf(Batch ended, Selection selection, boolean newSeeds) {
        try (LocalFolder folder = disk.open("retry-")) {
            Path lines = folder.file("lines.jsonl");
            RetryLines found = write(lines, ended, selection, newSeeds);
            selection.requireThatAllWereSeen();
            if (found.written() == 0) {
                throw nothingToDo(ended, selection, found.lost());
            }
            if (found.lost() > 0) {
                LOG.atWarn()
                        .addKeyValue("batchId", ended.id())
                        .addKeyValue("lost", found.lost())
                        .log("pictures whose items cannot be read any more are left out of the retry");
            }
            try (InputStream content = Files.newInputStream(lines)) {
                return files.saveFor(
                                ended.renderfarm().sharing().tenant(),
                                ended.id() + "_retry.jsonl",
                                content,
                                Files.size(lines))
                        .id();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the lines to retry cannot be kept on local disk", e);
        }
    }

    private RetryLines write(Path file, Batch ended, Selection selection, boolean newSeeds) throws IOException {
        RetryLines lines = new RetryLines(ImageEndpoint.of(ended.endpoint()), Files.newBufferedWriter(file), newSeeds);
        try (lines) {
            int total = ended.taskCounts().total();
            var stored = items.sequence(ended.id(), total);
            Integer from = 0;
            while (from != null) {
                TaskDirectory.Page page = tasks.list(ended.id(), null, from, PAGE);
                for (var task : page.tasks()) {
                    var item = stored.next();
                    if (selection.takes(item, task.state())) {
                        lines.add(item);
                    }
                }
                from = page.next();
            }
        }
        return lines;
    }

    private static RequestRefusedException nothingToDo(Batch ended, Selection selection, int lost) {
        if (lost > 0) {
            return conflict("what is to be rendered again cannot be read any more: hand the file in again");
        }
        if (selection.isOfSomeLines()) {
            return conflict("nothing of these lines failed: ask for all to render them again as well");
        }
        String reason = ended.renderfarm().input().skippedLines() > 0
                ? "what failed are lines that were skipped: mend them and hand them in again"
                : "nothing of the batch failed";
        boolean more =
                !selection.takes(TaskState.CANCELLED) && ended.renderfarm().cancelled() > 0;
        return conflict(
                more ? reason + ": ask for unfinished to render what was cancelled or not rendered in time" : reason);
    }

    private static RequestRefusedException conflict(String message) {
        return new RequestRefusedException(FailureCode.CONFLICT, null, message);
    }
}
