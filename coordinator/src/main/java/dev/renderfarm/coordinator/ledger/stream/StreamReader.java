package dev.renderfarm.coordinator.ledger.stream;

import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import dev.renderfarm.coordinator.ledger.offstream.LedgerReader;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** {@link LedgerReader} on the stores of this replica's partitions. */
public final class StreamReader implements LedgerReader {

    private final TableAccess access;

    public StreamReader(TableAccess access) {
        this.access = access;
    }

    @Override
    public Optional<BatchEntry> batch(BatchId id) {
        return access.read(LedgerTopology.BATCHES, (ReadOnlyKeyValueStore<Bytes, byte[]> batches) -> {
            byte[] active = batches.get(StoreKeys.active(id));
            return Optional.ofNullable(active == null ? batches.get(StoreKeys.ended(id)) : active)
                    .map(json -> Json.read(json, BatchEntry.class));
        });
    }

    @Override
    public boolean hasDeparted(BatchId id) {
        return access.read(
                LedgerTopology.BATCHES,
                (ReadOnlyKeyValueStore<Bytes, byte[]> batches) -> batches.get(StoreKeys.departed(id)) != null);
    }

    @Override
    public BatchHistory history(BatchId id) {
        return access.read(
                LedgerTopology.BATCHES, (ReadOnlyKeyValueStore<Bytes, byte[]> batches) -> Optional.ofNullable(
                                batches.get(StoreKeys.history(id)))
                        .map(json -> Json.read(json, BatchHistory.class))
                        .orElse(BatchHistory.NONE));
    }

    @Override
    public TaskCursor tasks(BatchId batch, int from) {
        return access.read(
                LedgerTopology.TASKS,
                (ReadOnlyKeyValueStore<Bytes, byte[]> tasks) -> new StoreCursor(
                        tasks.range(StoreKeys.task(batch, from), StoreKeys.task(batch, Integer.MAX_VALUE))));
    }

    private record StoreCursor(KeyValueIterator<Bytes, byte[]> entries) implements TaskCursor {

        @Override
        public boolean hasNext() {
            return whileReadable(entries::hasNext);
        }

        @Override
        public TaskEntry next() {
            return whileReadable(() -> Json.read(entries.next().value, TaskEntry.class));
        }

        @Override
        public void close() {
            entries.close();
        }

        private static <T> T whileReadable(Supplier<T> step) {
            try {
                return step.get();
            } catch (InvalidStateStoreException e) {
                throw new LedgerUnavailableException("the ledger's tables were closed while they were read", e);
            }
        }
    }
}
