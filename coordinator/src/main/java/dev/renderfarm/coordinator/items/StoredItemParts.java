package dev.renderfarm.coordinator.items;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.coordinator.batch.Hindrance;
import dev.renderfarm.coordinator.batch.ItemParts;
import dev.renderfarm.coordinator.batch.StoredItem;
import dev.renderfarm.objectstore.store.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Item parts read ahead on an executor and kept while there is room; those used longest ago go first. A part that has
 * been read and not been asked for again is not dropped for another, and no more are read than there is room for, so
 * however many batches share the room each of them gets its part; one that nobody asks for while others would have been
 * used many times, since its batch was paused or waits for a yes, holds no room. Where there is room for two of each, the
 * next is read half a part ahead. Reading goes on with growing pauses until the bucket answers. Safe for several threads.
 */
public final class StoredItemParts implements ItemParts {

    private static final Logger LOG = LoggerFactory.getLogger(StoredItemParts.class);
    private static final Backoff PAUSES = Backoff.doubling(Duration.ofMillis(100), Duration.ofSeconds(10), Jitter.NONE);

    /** Half of a part before its end: at a thousand pictures a second that is half a second. */
    private static final int READ_AHEAD_AT = ObjectKeys.PART_SIZE / 2;

    /** A batch that is given work asks again ten times a second. */
    private static final Duration UNASKED = Duration.ofSeconds(10);

    private record Key(BatchId batch, int part) {}

    private static final class Entry {
        private @Nullable ItemPart part;
        private @Nullable Instant readAt;
        private @Nullable Hindrance hindrance;
        private boolean served;

        boolean mayGo(Instant now) {
            return served || (readAt != null && !now.isBefore(readAt.plus(UNASKED)));
        }
    }

    private final ItemPartReader reader;
    private final ScheduledExecutorService executor;
    private final InstantSource time;
    private final int capacity;
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** @param capacity parts to hold, at least 1 */
    public StoredItemParts(ItemPartReader reader, ScheduledExecutorService executor, InstantSource time, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
        }
        this.reader = reader;
        this.executor = executor;
        this.time = time;
        this.capacity = capacity;
    }

    @Override
    public synchronized Optional<StoredItem> item(BatchId batch, int index) {
        Key key = new Key(batch, index / ObjectKeys.PART_SIZE);
        Entry entry = entries.get(key);
        if (entry == null) {
            begin(key);
            return Optional.empty();
        }
        int place = index % ObjectKeys.PART_SIZE;
        ItemPart part = entry.part;
        entry.served = part != null;
        if (part != null && place == READ_AHEAD_AT && part.items().size() == ObjectKeys.PART_SIZE) {
            readAhead(new Key(batch, key.part() + 1));
        }
        return Optional.ofNullable(part).map(read -> read.item(place));
    }

    /** Where each batch may have two parts, so that none loses its only one to another's next. */
    private void readAhead(Key next) {
        long batches = entries.keySet().stream().map(Key::batch).distinct().count();
        if (2 * batches <= capacity && !entries.containsKey(next)) {
            begin(next);
        }
    }

    private void begin(Key key) {
        if (makeRoom()) {
            entries.put(key, new Entry());
            executor.execute(() -> load(key, PAUSES.first()));
        }
    }

    @Override
    public synchronized Optional<Hindrance> hindrance(BatchId batch) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getKey().batch().equals(batch))
                .flatMap(entry -> Stream.ofNullable(entry.getValue().hindrance))
                .findFirst();
    }

    @Override
    public synchronized void forget(BatchId batch) {
        entries.keySet().removeIf(key -> key.batch().equals(batch));
    }

    private boolean makeRoom() {
        Instant now = time.instant();
        Iterator<Entry> eldestFirst = entries.values().iterator();
        while (entries.size() >= capacity && eldestFirst.hasNext()) {
            if (eldestFirst.next().mayGo(now)) {
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
        } catch (StorageException e) {
            hindered(key, new Hindrance(WaitingCode.STORAGE, "its items cannot be read: " + e.reason()));
            loadLater(key, pause, e);
        } catch (Error e) {
            // an error of the Java machine passes too, and nobody else begins the reading again
            loadLater(key, pause, e);
        } catch (RuntimeException e) {
            log(LOG.atError().setCause(e), key, e).log("item part cannot be read, its tasks fail");
            loaded(key, new ItemPart(List.of(), "the coordinator could not read it, see its log"));
        }
    }

    private void loadLater(Key key, Duration pause, Throwable problem) {
        var unused =
                executor.schedule(() -> load(key, PAUSES.following(pause)), pause.toMillis(), TimeUnit.MILLISECONDS);
        log(LOG.atWarn(), key, problem).log("item part not read, trying again");
    }

    private static LoggingEventBuilder log(LoggingEventBuilder event, Key key, Throwable problem) {
        return event.addKeyValue("batchId", key.batch())
                .addKeyValue("part", key.part())
                .addKeyValue("problem", problem.toString());
    }

    private synchronized boolean isWanted(Key key) {
        return entries.containsKey(key);
    }

    private synchronized void loaded(Key key, ItemPart part) {
        Entry entry = entries.get(key);
        if (entry != null) {
            entry.part = part;
            entry.readAt = time.instant();
            entry.hindrance = null;
        }
    }

    private synchronized void hindered(Key key, Hindrance hindrance) {
        Entry entry = entries.get(key);
        if (entry != null) {
            entry.hindrance = hindrance;
        }
    }
}
