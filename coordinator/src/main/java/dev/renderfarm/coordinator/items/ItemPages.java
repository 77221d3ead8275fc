package dev.renderfarm.coordinator.items;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.coordinator.batch.StoredItem;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The items of batches for whoever looks at them: by place and by id. The parts that were looked at last are kept.
 * Safe for several threads, of which two may read the same part at once.
 */
public final class ItemPages {

    private record Key(BatchId batch, int part) {}

    private final ItemPartReader reader;
    private final Map<Key, ItemPart> latest;

    /** @param kept most parts that are held, at least 1 */
    public ItemPages(ItemPartReader reader, int kept) {
        this.reader = reader;
        this.latest = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, ItemPart> eldest) {
                return size() > kept;
            }
        };
    }

    /**
     * Blocks where its part is not held.
     *
     * @throws StorageUnavailableException if the bucket does not answer
     */
    public StoredItem item(BatchId batch, int index) {
        return part(batch, index / ObjectKeys.PART_SIZE).item(index % ObjectKeys.PART_SIZE);
    }

    /**
     * The indexes of the items of a part that are wanted, in order. Blocks where it is not held.
     *
     * @throws StorageUnavailableException if the bucket does not answer
     */
    public List<Integer> indexes(BatchId batch, int part, Predicate<RenderItem> wanted) {
        List<StoredItem> items = part(batch, part).items();
        return IntStream.range(0, items.size())
                .filter(place -> items.get(place).fold(wanted::test, lost -> false))
                .mapToObj(place -> part * ObjectKeys.PART_SIZE + place)
                .toList();
    }

    private ItemPart part(BatchId batch, int part) {
        Key key = new Key(batch, part);
        synchronized (latest) {
            ItemPart held = latest.get(key);
            if (held != null) {
                return held;
            }
        }
        ItemPart read = reader.read(batch, part);
        if (!read.items().isEmpty()) {
            synchronized (latest) {
                latest.put(key, read);
            }
        }
        return read;
    }
}
