package dev.renderfarm.coordinator.ledger.stream;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.ledger.books.LedgerTables;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import dev.renderfarm.coordinator.ledger.decision.Timer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** {@link LedgerTables} on the state stores of one stream task. Used by one thread. */
final class StreamTables implements LedgerTables {

    private static final byte[] NO_VALUE = new byte[0];

    private final KeyValueStore<Bytes, byte[]> batches;
    private final KeyValueStore<Bytes, byte[]> tasks;
    private final KeyValueStore<Bytes, byte[]> timers;
    /** No timer is due before: spares each look a walk over the tombstones of all that have fired. */
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
    public @Nullable TaskEntry task(TaskId id) {
        byte[] found = tasks.get(StoreKeys.task(id));
        return found == null ? null : Json.read(found, TaskEntry.class);
    }

    @Override
    public void put(TaskEntry task) {
        tasks.put(StoreKeys.task(task.id()), Json.bytes(task));
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
        timers.delete(StoreKeys.timer(timer));
    }

    @Override
    public List<Timer> due(Instant now, int limit) {
        List<Timer> due = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries =
                timers.range(StoreKeys.firstTimer(earliest), StoreKeys.firstTimer(now.plusMillis(1)))) {
            while (due.size() < limit && entries.hasNext()) {
                due.add(StoreKeys.timer(entries.next().key));
            }
            earliest = entries.hasNext() ? due.get(due.size() - 1).due() : now;
        }
        return due;
    }
}
