package dev.renderfarm.coordinator.ledger.stream;

import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.ledger.books.LedgerTables;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.Departed;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import dev.renderfarm.coordinator.ledger.decision.Timer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** {@link LedgerTables} on the state stores of one stream task. Used by one thread. */
final class StreamTables implements LedgerTables {

    private static final byte[] NO_VALUE = new byte[0];
    /** More than a partition usually has in flight. */
    private static final int MOST_AT_HAND = 2_000;

    private final KeyValueStore<Bytes, byte[]> batches;
    private final KeyValueStore<Bytes, byte[]> tasks;
    private final KeyValueStore<Bytes, byte[]> timers;
    /** As they were put: those that have not settled, the last ones. Spares the look for what a result is about. */
    private final Map<TaskId, TaskEntry> atHand = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TaskId, TaskEntry> eldest) {
            return size() > MOST_AT_HAND;
        }
    };

    /**
     * No timer is due before. A look for the first one walks over what is left of all that were cleared since, hundreds
     * of thousands in a farm that works, so there is none until it may be due.
     */
    private Instant earliest = Instant.EPOCH;

    StreamTables(
            KeyValueStore<Bytes, byte[]> batches,
            KeyValueStore<Bytes, byte[]> tasks,
            KeyValueStore<Bytes, byte[]> timers) {
        this.batches = batches;
        this.tasks = tasks;
        this.timers = timers;
    }

    @Override
    public List<BatchEntry> activeBatches() {
        List<BatchEntry> active = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = batches.range(StoreKeys.firstActive(), StoreKeys.lastActive())) {
            entries.forEachRemaining(entry -> active.add(Json.read(entry.value, BatchEntry.class)));
        }
        return active;
    }

    @Override
    public @Nullable BatchEntry batch(BatchId id) {
        byte[] active = batches.get(StoreKeys.active(id));
        byte[] found = active == null ? batches.get(StoreKeys.ended(id)) : active;
        return found == null ? null : Json.read(found, BatchEntry.class);
    }

    @Override
    public void put(BatchEntry batch) {
        if (batch.status().isTerminal()) {
            batches.delete(StoreKeys.active(batch.id()));
            batches.put(StoreKeys.ended(batch.id()), Json.bytes(batch));
        } else {
            batches.put(StoreKeys.active(batch.id()), Json.bytes(batch));
        }
    }

    @Override
    public List<BatchEntry> ended(@Nullable BatchId after, int limit) {
        Bytes from = after == null ? StoreKeys.firstEnded() : StoreKeys.ended(after);
        List<BatchEntry> ended = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = batches.range(from, StoreKeys.lastEnded())) {
            while (entries.hasNext() && ended.size() < limit) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                if (after == null || !entry.key.equals(from)) {
                    ended.add(Json.read(entry.value, BatchEntry.class));
                }
            }
        }
        return ended;
    }

    @Override
    public int deleteTasks(BatchId batch, int limit) {
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries =
                tasks.range(StoreKeys.task(batch, 0), StoreKeys.task(batch, Integer.MAX_VALUE))) {
            while (entries.hasNext() && keys.size() < limit) {
                keys.add(entries.next().key);
            }
        }
        // a delete would read the old value first
        keys.forEach(key -> tasks.put(key, null));
        atHand.keySet().removeIf(task -> task.batchId().equals(batch));
        return keys.size();
    }

    @Override
    public void depart(BatchId batch, Departed left) {
        batches.put(StoreKeys.departed(batch), StoreKeys.changedAt(left));
        batches.delete(StoreKeys.history(batch));
        batches.delete(StoreKeys.ended(batch));
    }

    @Override
    public boolean hasDeparted(BatchId batch) {
        return batches.get(StoreKeys.departed(batch)) != null;
    }

    @Override
    public List<Departed> departed(@Nullable BatchId after, int limit) {
        Bytes from = after == null ? StoreKeys.firstDeparted() : StoreKeys.departed(after);
        List<Departed> departed = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = batches.range(from, StoreKeys.lastDeparted())) {
            while (entries.hasNext() && departed.size() < limit) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                if (after == null || !entry.key.equals(from)) {
                    departed.add(StoreKeys.departed(entry.key, entry.value));
                }
            }
        }
        return departed;
    }

    @Override
    public void forget(BatchId batch) {
        batches.delete(StoreKeys.departed(batch));
    }

    @Override
    public BatchHistory history(BatchId id) {
        byte[] found = batches.get(StoreKeys.history(id));
        return found == null ? BatchHistory.NONE : Json.read(found, BatchHistory.class);
    }

    @Override
    public void put(BatchId id, BatchHistory history) {
        batches.put(StoreKeys.history(id), Json.bytes(history));
    }

    @Override
    public @Nullable TaskEntry task(TaskId id) {
        TaskEntry known = atHand.get(id);
        if (known != null) {
            return known;
        }
        byte[] found = tasks.get(StoreKeys.task(id));
        return found == null ? null : Json.read(found, TaskEntry.class);
    }

    @Override
    public void put(TaskEntry task) {
        tasks.put(StoreKeys.task(task.id()), Json.bytes(task));
        if (task.state().isSettled()) {
            atHand.remove(task.id());
        } else {
            atHand.put(task.id(), task);
        }
    }

    @Override
    public void set(Timer timer) {
        timers.put(StoreKeys.timer(timer), NO_VALUE);
        if (timer.due().isBefore(earliest)) {
            earliest = timer.due();
        }
    }

    @Override
    public void clear(Timer timer) {
        // a delete would read the old value first
        timers.put(StoreKeys.timer(timer), null);
    }

    @Override
    public List<Timer> due(Instant now, int limit) {
        if (now.isBefore(earliest)) {
            return List.of();
        }
        List<Timer> due = new ArrayList<>();
        // without an end: what is found beyond tells when to look again
        try (KeyValueIterator<Bytes, byte[]> entries = timers.range(StoreKeys.firstTimer(earliest), null)) {
            while (entries.hasNext()) {
                Bytes next = entries.next().key;
                if (due.size() == limit || StoreKeys.due(next).isAfter(now)) {
                    earliest = StoreKeys.due(next);
                    return due;
                }
                due.add(StoreKeys.timer(next));
            }
        }
        earliest = Instant.MAX;
        return due;
    }
}
