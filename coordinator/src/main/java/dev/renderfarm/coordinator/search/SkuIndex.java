package dev.renderfarm.coordinator.search;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.StoredItem;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.objectstore.store.StorageException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells which batches have a line of an SKU. What it has read of a batch's items it holds as eight bytes an item, of those that were
 * asked for last. Safe for several threads.
 */
public final class SkuIndex {

    private static final int MOST_HELD = 2_000_000;
    static final int MOST_READ = 100_000;

    private final ItemPartReader items;
    private final Map<BatchId, long[]> held = new LinkedHashMap<>(16, 0.75f, true);
    private int size;

    public SkuIndex(ItemPartReader items) {
        this.items = items;
    }

    /** @param text an SKU, whatever its case */
    Lookup lookup(String text) {
        return new Lookup(hash(text));
    }

    /**
     * One search for an SKU, which reads so many items that are not held, and passes by the batches that have more. For one thread.
     */
    final class Lookup {

        private final long wanted;
        private int left = MOST_READ;

        private Lookup(long wanted) {
            this.wanted = wanted;
        }

        /** Whether a line of the batch is of the SKU, as far as it may read and the bucket answers. Blocks where it reads. */
        boolean isIn(Batch batch) {
            int total = batch.taskCounts().total();
            long[] hashes = held(batch.id(), total);
            if (hashes == null && total <= left) {
                left -= total;
                hashes = read(batch.id(), total);
                left = hashes == null ? 0 : left;
            }
            return hashes != null && Arrays.binarySearch(hashes, wanted) >= 0;
        }
    }

    private synchronized long @Nullable [] held(BatchId batch, int total) {
        long[] hashes = held.get(batch);
        return hashes != null && hashes.length == total ? hashes : null;
    }

    private long @Nullable [] read(BatchId batch, int total) {
        long[] hashes = new long[total];
        try {
            Iterator<StoredItem> all = items.sequence(batch, total);
            for (int i = 0; i < total; i++) {
                hashes[i] = all.next().fold(item -> hash(item.customId()), lost -> 0L);
            }
        } catch (StorageException e) {
            return null;
        }
        Arrays.sort(hashes);
        hold(batch, hashes);
        return hashes;
    }

    private synchronized void hold(BatchId batch, long[] hashes) {
        long[] before = held.put(batch, hashes);
        size += hashes.length - (before == null ? 0 : before.length);
        Iterator<long[]> eldest = held.values().iterator();
        while (size > MOST_HELD && eldest.hasNext()) {
            size -= eldest.next().length;
            eldest.remove();
        }
    }

    private static long hash(String sku) {
        return ByteBuffer.wrap(Sha256.of(sku.strip().toLowerCase(Locale.ROOT))).getLong();
    }
}
