package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.batch.Batch;
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
    Optional<Page> list(int limit, @Nullable BatchId after);

    /** @param hasMore whether there are older ones after the last of these */
    record Page(List<Batch> batches, boolean hasMore) {
        public Page {
            batches = List.copyOf(batches);
        }
    }
}
