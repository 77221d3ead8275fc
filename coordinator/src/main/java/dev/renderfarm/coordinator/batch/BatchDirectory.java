package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.api.StateCounts;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchState;
import dev.renderfarm.common.id.BatchId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All batches as the topic {@code renderfarm.batch-status} last told them; the same on every replica, some milliseconds
 * behind the ledger. Safe for several threads.
 *
 * <p>Every method throws {@link LedgerUnavailableException} while the table cannot be read, as after a start.
 */
public interface BatchDirectory {

    Optional<Batch> get(BatchId id);

    /**
     * Newest first; empty where {@code after} is not known.
     *
     * @param after list goes on after this batch; null begins with the newest
     * @param limit at least 1
     */
    default Optional<Page> list(int limit, @Nullable BatchId after) {
        return list(limit, after, null);
    }

    /**
     * As the other, of batches in one state.
     *
     * @param after of any state
     * @param state null for any
     */
    Optional<Page> list(int limit, @Nullable BatchId after, @Nullable BatchState state);

    /** How many batches there are in which state. Costs the same however many there are. */
    StateCounts counts();

    /** @param hasMore whether there are older ones after the last of these */
    record Page(List<Batch> batches, boolean hasMore) {
        public Page {
            batches = List.copyOf(batches);
        }
    }
}
