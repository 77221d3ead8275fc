package dev.renderfarm.coordinator.gallery;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.coordinator.batch.StoredItem;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All tasks of a batch by index, in an order in which people look at them. Reads every part of the batch or every task of
 * it, so {@value #AT_ONCE} are worked out at a time, and a batch of more than {@value #MOST} tasks has none. Safe for several
 * threads.
 */
public final class TaskOrders {

    public static final int MOST = 100_000;

    private static final int AT_ONCE = 2;
    private static final int PAGE = 10_000;

    private final TaskDirectory tasks;
    private final ItemPartReader items;
    private final Duration patience;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    /** @param patience how long a request waits for its turn */
    public TaskOrders(TaskDirectory tasks, ItemPartReader items, Duration patience) {
        this.tasks = tasks;
        this.items = items;
        this.patience = patience;
    }

    /**
     * Indexes. Throws what the directory throws while it cannot be read.
     *
     * @param total how many tasks the batch has, at most {@link #MOST}
     * @param firstOfLines of the pictures of each line of the input only the first
     * @throws StorageUnavailableException if the bucket does not answer, or too many are being worked out
     */
    public int[] of(BatchId batch, int total, TaskOrder order, boolean firstOfLines) throws InterruptedException {
        if (total > MOST) {
            throw new IllegalArgumentException("the batch has more than " + MOST + " tasks: " + total);
        }
        if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new StorageUnavailableException("too many batches are being ordered at once", null);
        }
        try {
            BitSet wanted = new BitSet(total);
            wanted.set(0, total);
            String[] skus = new String[order == TaskOrder.SKU ? total : 0];
            if (firstOfLines || order == TaskOrder.SKU) {
                read(batch, total, firstOfLines ? wanted : new BitSet(), skus);
            }
            Comparator<Integer> by =
                    switch (order) {
                        case FILE -> Comparator.naturalOrder();
                        case NEWEST -> newest(ended(batch, total));
                        case SKU -> Comparator.comparing(index -> skus[index], new SkuOrder());
                    };
            return wanted.stream()
                    .boxed()
                    .sorted(by)
                    .mapToInt(Integer::intValue)
                    .toArray();
        } finally {
            places.release();
        }
    }

    /** What has not ended goes last. */
    private static Comparator<Integer> newest(Instant[] ended) {
        return Comparator.comparing(index -> ended[index], Comparator.reverseOrder());
    }

    /**
     * @param firsts of which those are taken that are not the first of their line
     * @param skus to be filled; none where nobody asks for them
     */
    private void read(BatchId batch, int total, BitSet firsts, String[] skus) {
        int lastLine = RenderItem.LINE_UNKNOWN;
        String lastSku = "";
        for (int part = 0; part * ObjectKeys.PART_SIZE < total; part++) {
            int first = part * ObjectKeys.PART_SIZE;
            var stored = items.items(batch, part);
            for (int index = first; index < Math.min(total, first + ObjectKeys.PART_SIZE); index++) {
                int place = index - first;
                RenderItem item = place < stored.size() ? readable(stored.get(place)) : null;
                int line = item == null ? RenderItem.LINE_UNKNOWN : item.line();
                String sku = item == null ? "" : item.customId();
                if (line != RenderItem.LINE_UNKNOWN && line == lastLine && sku.equals(lastSku)) {
                    firsts.clear(index);
                }
                if (index < skus.length) {
                    skus[index] = sku;
                }
                lastLine = line;
                lastSku = sku;
            }
        }
    }

    private static @Nullable RenderItem readable(StoredItem stored) {
        return stored instanceof StoredItem.Readable readable ? readable.item() : null;
    }

    /** When each has ended for good; before anything else where it has not. */
    private Instant[] ended(BatchId batch, int total) {
        Instant[] ended = new Instant[total];
        Arrays.fill(ended, Instant.MIN);
        Integer next = 0;
        while (next != null && next < total) {
            TaskDirectory.Page page = tasks.list(batch, null, next, PAGE);
            for (TaskView task : page.tasks()) {
                TaskView.Attempt last = task.lastAttempt();
                int index = task.id().index();
                if (index < total && last != null && task.state().isSettled()) {
                    ended[index] = last.endedAt();
                }
            }
            next = page.next();
        }
        return ended;
    }
}
