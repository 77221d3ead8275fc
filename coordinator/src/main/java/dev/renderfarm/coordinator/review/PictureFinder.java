package dev.renderfarm.coordinator.review;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.coordinator.batch.StoredItem;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.items.ItemPartReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the pictures that requests mean. Lines are looked for in one walk through the batch. */
public final class PictureFinder {

    private final TaskDirectory tasks;
    private final ItemPartReader items;

    public PictureFinder(TaskDirectory tasks, ItemPartReader items) {
        this.tasks = tasks;
        this.items = items;
    }

    /**
     * The indexes that each means, in order; none is empty.
     *
     * @throws RequestRefusedException if the batch has no pictures, or not one that is meant
     * @throws dev.renderfarm.objectstore.store.StorageUnavailableException if the bucket does not answer
     */
    public List<List<Integer>> find(Batch batch, List<PictureRef> refs) {
        if (batch.status() == BatchStatus.VALIDATING || batch.status() == BatchStatus.FAILED) {
            throw conflict("the batch is " + batch.status().wireName() + ": it has no pictures");
        }
        int total = batch.taskCounts().total();
        Map<String, List<Integer>> lines = lines(batch.id(), total, refs);
        List<List<Integer>> found = new ArrayList<>();
        for (PictureRef ref : refs) {
            found.add(ref.index() == null ? ofLine(ref, lines) : List.of(known(ref, ref.index(), total)));
        }
        return found;
    }

    private static int known(PictureRef ref, int index, int total) {
        if (index >= total) {
            throw PictureRef.noPicture(ref.place(), index);
        }
        return index;
    }

    private static List<Integer> ofLine(PictureRef ref, Map<String, List<Integer>> lines) {
        List<Integer> pictures = lines.getOrDefault(ref.customId(), List.of());
        if (pictures.isEmpty()) {
            throw RequestRefusedException.notFound(
                    ref.place(), "the batch does not have " + ref.told() + ", or it can be read no more");
        }
        return pictures;
    }

    private Map<String, List<Integer>> lines(BatchId batch, int total, List<PictureRef> refs) {
        Map<String, List<Integer>> found = new HashMap<>();
        for (PictureRef ref : refs) {
            if (ref.customId() != null) {
                found.put(ref.customId(), new ArrayList<>());
            }
        }
        Iterator<StoredItem> all = items.sequence(batch, found.isEmpty() ? 0 : total);
        while (all.hasNext()) {
            @Nullable RenderItem item = all.next().<@Nullable RenderItem>fold(readable -> readable, lost -> null);
            if (item != null && found.containsKey(item.customId())) {
                found.get(item.customId()).add(item.index());
            }
        }
        return found;
    }

    /**
     * One of a batch's tasks as it stands.
     *
     * @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException if the ledger cannot tell now
     */
    public TaskView task(BatchId batch, int index) {
        return tasks.list(batch, null, index, 1).tasks().stream().findFirst().orElseThrow(() -> noPicture(index));
    }

    /**
     * The same of several, by index.
     *
     * @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException if the ledger cannot tell now
     */
    public Map<Integer, TaskView> tasks(BatchId batch, Collection<Integer> indexes) {
        Map<Integer, TaskView> found = tasks.tasks(batch, indexes);
        for (int index : indexes) {
            if (!found.containsKey(index)) {
                throw noPicture(index);
            }
        }
        return found;
    }

    private static RequestRefusedException noPicture(int index) {
        return conflict("the batch has no picture " + index);
    }

    static RequestRefusedException conflict(String message) {
        return new RequestRefusedException(FailureCode.CONFLICT, null, message);
    }
}
