package dev.renderfarm.coordinator.ledger.stream;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    public Optional<Page> list(int limit, @Nullable BatchId after) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: " + limit);
        }
        return access.read(LedgerTopology.BATCHES_BY_ID, (ReadOnlyKeyValueStore<String, byte[]> table) -> {
            if (after == null) {
                return Optional.of(page(table, StatusKeys.FIRST_BY_AGE, limit));
            }
            // the null character makes the key the first above that batch's own
            return find(table, after).map(last -> page(table, StatusKeys.byAge(last) + '\0', limit));
        });
    }

    private static Page page(ReadOnlyKeyValueStore<String, byte[]> table, String from, int limit) {
        List<Batch> batches = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> keys = table.range(from, StatusKeys.LAST_BY_AGE)) {
            while (batches.size() < limit && keys.hasNext()) {
                find(table, StatusKeys.idOf(keys.next().key)).ifPresent(batches::add);
            }
            return new Page(batches, keys.hasNext());
        }
    }

    private static Optional<Batch> find(ReadOnlyKeyValueStore<String, byte[]> table, BatchId id) {
        return Optional.ofNullable(table.get(StatusKeys.byId(id))).map(json -> Json.read(json, Batch.class));
    }
}
