package dev.renderfarm.coordinator.items;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.coordinator.batch.ItemParts;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Item parts read ahead on an executor and kept while there is room; those used longest ago go first. A part that has
 * been read and not been asked for again is never dropped for another, and no more are read than there is room for, so
 * however many batches share the room each of them gets its part. Reading goes on with growing pauses until the bucket
 * answers. Safe for several threads.
 */
public final class StoredItemParts implements ItemParts {

    private static final Logger LOG = LoggerFactory.getLogger(StoredItemParts.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private record Key(BatchId batch, int part) {}

    private static final class Entry {
        private @Nullable List<RenderItem> items;
        private boolean served;
    }

    private final ItemPartReader reader;
    private final ScheduledExecutorService executor;
    private final int capacity;
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** @param capacity parts to hold, at least 1 */
    public StoredItemParts(ItemPartReader reader, ScheduledExecutorService executor, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
        }
        this.reader = reader;
        this.executor = executor;
        this.capacity = capacity;
    }

    @Override
    public synchronized Optional<List<RenderItem>> part(BatchId batch, int part) {
        Key key = new Key(batch, part);
        Entry entry = entries.get(key);
        if (entry == null) {
            if (makeRoom()) {
                entries.put(key, new Entry());
                executor.execute(() -> load(key, FIRST_PAUSE));
            }
            return Optional.empty();
        }
        entry.served = entry.items != null;
        return Optional.ofNullable(entry.items);
    }

    @Override
    public synchronized void forget(BatchId batch) {
        entries.keySet().removeIf(key -> key.batch().equals(batch));
    }

    private boolean makeRoom() {
        Iterator<Entry> eldestFirst = entries.values().iterator();
        while (entries.size() >= capacity && eldestFirst.hasNext()) {
            if (eldestFirst.next().served) {
                eldestFirst.remove();
            }
        }
        return entries.size() < capacity;
    }

    private void load(Key key, Duration pause) {
        if (!isWanted(key)) {
            return;
        }
        try {
            loaded(key, reader.read(key.batch(), key.part()));
        } catch (Throwable e) {
            // an Error too: nobody else begins the reading again
            Duration next = pause.multipliedBy(2);
            var unused = executor.schedule(
                    () -> load(key, next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE),
                    pause.toMillis(),
                    TimeUnit.MILLISECONDS);
            LOG.warn("item part not read, trying again batchId={} part={}: {}", key.batch(), key.part(), e.toString());
        }
    }

    private synchronized boolean isWanted(Key key) {
        return entries.containsKey(key);
    }

    private synchronized void loaded(Key key, List<RenderItem> items) {
        Entry entry = entries.get(key);
        if (entry != null) {
            entry.items = items;
        }
    }
}
