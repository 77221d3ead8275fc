package dev.renderfarm.coordinator.retry;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.api.RerollRequest;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.Origin;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.StoredItem;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.review.PictureFinder;
import dev.renderfarm.coordinator.submission.BatchSubmission;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Draws pictures of a batch otherwise, as a batch of their own: the one that they are of never changes. Its pictures
 * are further ones of the same lines, {@code MUG-r2} and so on, and all attempts at a batch's pictures have that batch as
 * their parent. Safe for several threads.
 */
public final class BatchReroll {

    private final BatchDirectory batches;
    private final PictureFinder pictures;
    private final ItemPartReader items;
    private final FileStore files;
    private final BatchSubmission submission;
    private final Revisions revisions;

    public BatchReroll(
            BatchDirectory batches,
            PictureFinder pictures,
            ItemPartReader items,
            FileStore files,
            BatchSubmission submission,
            ObjectStore objects) {
        this.batches = batches;
        this.pictures = pictures;
        this.items = items;
        this.files = files;
        this.submission = submission;
        this.revisions = new Revisions(objects);
    }

    /**
     * @throws RequestRefusedException naming what is wrong, or if there is no such batch or picture, or one that has not
     * settled
     * @throws dev.renderfarm.objectstore.store.StorageUnavailableException if the bucket does not answer
     * @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException if the batch's tasks cannot be read now
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not answer
     */
    public Batch reroll(
            BatchId id, RerollRequest request, @Nullable String idempotencyKey, @Nullable Traceparent traceparent)
            throws InterruptedException {
        Batch batch = batches.get(id).orElseThrow(() -> RequestRefusedException.notFound("there is no batch " + id));
        List<RerollItem> wanted = RerollItem.of(request);
        String asked = "reroll of " + id + " " + Json.string(request);
        return submission.submitAgain(first(batch), asked, () -> again(batch, wanted), idempotencyKey, traceparent);
    }

    /** The batch whose pictures are drawn otherwise, however often they have been. */
    private static BatchId first(Batch batch) {
        Origin origin = batch.renderfarm().origin();
        BatchId parent = origin.parentBatchId();
        return origin.revision() == null || parent == null ? batch.id() : parent;
    }

    private BatchSubmission.Again again(Batch batch, List<RerollItem> wanted) {
        FileId file = linesOf(batch, wanted);
        Terms terms = batch.renderfarm().terms();
        var request = new BatchRequest(
                file.value(),
                batch.endpoint(),
                batch.completionWindow(),
                batch.metadata(),
                batch.model() == null ? null : batch.model().value(),
                new BatchRequest.Options(null, batch.renderfarm().maxAttempts())
                        .onTerms(terms.name(), terms.priority(), null, null, null)
                        .ofTenant(
                                batch.renderfarm().sharing().tenant().value(),
                                batch.renderfarm().sharing().maxInFlight()));
        return new BatchSubmission.Again(request, revisions.next(first(batch)));
    }

    private FileId linesOf(Batch batch, List<RerollItem> wanted) {
        List<Integer> indexes = pictures
                .find(batch, wanted.stream().map(RerollItem::ref).toList())
                .stream()
                .map(line -> line.get(0))
                .toList();
        Map<Integer, TaskView> tasks = pictures.tasks(batch.id(), indexes);
        Map<Integer, StoredItem> stored = stored(batch, indexes);
        StringBuilder lines = new StringBuilder();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < wanted.size(); i++) {
            RerollItem item = wanted.get(i);
            int index = indexes.get(i);
            requireSettled(item, Objects.requireNonNull(tasks.get(index), "every picture that is meant was read"));
            StoredItem found = Objects.requireNonNull(stored.get(index), "every index was walked over");
            RenderItem first = readable(item, found);
            if (!ids.add(first.customId())) {
                throw RequestRefusedException.invalid(
                        item.ref().place(), "a line is named twice: ask for several pictures of it with n");
            }
            lines.append(Json.string(item.fields(ImageEndpoint.of(batch.endpoint()), first, found)))
                    .append('\n');
        }
        byte[] content = lines.toString().getBytes(StandardCharsets.UTF_8);
        return files.saveFor(
                        batch.renderfarm().sharing().tenant(),
                        batch.id() + "_reroll.jsonl",
                        new ByteArrayInputStream(content),
                        content.length)
                .id();
    }

    private static void requireSettled(RerollItem item, TaskView task) {
        if (!task.state().isSettled()) {
            throw conflict(item.ref().told() + " is " + task.state().wireName() + ": wait until it is there");
        }
    }

    private static RenderItem readable(RerollItem wanted, StoredItem stored) {
        @Nullable RenderItem item = stored.<@Nullable RenderItem>fold(readable -> readable, lost -> null);
        if (item == null) {
            throw conflict(wanted.ref().told() + " cannot be read any more: hand the line in again");
        }
        return item;
    }

    private Map<Integer, StoredItem> stored(Batch batch, List<Integer> indexes) {
        Set<Integer> wanted = new HashSet<>(indexes);
        int end = indexes.stream().mapToInt(index -> index + 1).max().orElse(0);
        Iterator<StoredItem> all = items.sequence(batch.id(), end);
        Map<Integer, StoredItem> found = new HashMap<>();
        IntStream.range(0, end).forEach(index -> {
            StoredItem item = all.next();
            if (wanted.contains(index)) {
                found.put(index, item);
            }
        });
        return found;
    }

    private static RequestRefusedException conflict(String message) {
        return new RequestRefusedException(FailureCode.CONFLICT, null, message);
    }
}
