package dev.renderfarm.coordinator.ledger.stream;

import dev.renderfarm.common.api.StateCounts;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchState;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** {@link BatchDirectory} on the table of batch status. */
public final class StatusTable implements BatchDirectory {

    private final TableAccess access;

    public StatusTable(TableAccess access) {
        this.access = access;
    }

    @Override
    public Optional<Batch> get(BatchId id) {
        return access.read(
                LedgerTopology.BATCHES_BY_ID, (ReadOnlyKeyValueStore<String, byte[]> table) -> find(table, id));
    }

    @Override
    public Optional<Page> list(int limit, @Nullable BatchId after, @Nullable BatchState state) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: " + limit);
        }
        return access.read(LedgerTopology.BATCHES_BY_ID, (ReadOnlyKeyValueStore<String, byte[]> table) -> {
            if (after == null) {
                return Optional.of(page(table, StatusKeys.FIRST_BY_AGE, limit, state));
            }
            // the null character makes the key the first above that batch's own
            return find(table, after).map(last -> page(table, StatusKeys.byAge(last) + '\0', limit, state));
        });
    }

    @Override
    public StateCounts counts() {
        return access.read(
                LedgerTopology.BATCHES_BY_ID,
                (ReadOnlyKeyValueStore<String, byte[]> table) -> StateMarks.read(table.get(StateMarks.counts())));
    }

    private static Page page(
            ReadOnlyKeyValueStore<String, byte[]> table, String from, int limit, @Nullable BatchState state) {
        List<Batch> batches = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> keys = table.range(from, StatusKeys.LAST_BY_AGE)) {
            while (keys.hasNext()) {
                KeyValue<String, byte[]> next = keys.next();
                if (state == null || StateMarks.holds(next.value, state)) {
                    if (batches.size() == limit) {
                        return new Page(batches, true);
                    }
                    find(table, StatusKeys.idOf(next.key)).ifPresent(batches::add);
                }
            }
            return new Page(batches, false);
        }
    }

    private static Optional<Batch> find(ReadOnlyKeyValueStore<String, byte[]> table, BatchId id) {
        return Optional.ofNullable(table.get(StatusKeys.byId(id))).map(json -> Json.read(json, Batch.class));
    }
}
