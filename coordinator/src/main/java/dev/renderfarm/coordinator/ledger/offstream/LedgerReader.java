package dev.renderfarm.coordinator.ledger.offstream;

import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import java.util.Iterator;
import java.util.Optional;

/**
 * Reads the ledger's tables while the ledger writes them. Safe for several threads. Knows the batches of this replica's
 * partitions only.
 *
 * <p>Every method, and every step of a cursor, throws
 * {@link dev.renderfarm.coordinator.batch.LedgerUnavailableException} while the tables cannot be read.
 */
public interface LedgerReader {

    Optional<BatchEntry> batch(BatchId id);

    /** Whether there was such a batch, of which nothing else is kept any longer. */
    boolean hasDeparted(BatchId id);

    /** Empty where nothing is known. */
    BatchHistory history(BatchId id);

    /** The tasks of a batch that were ever dispatched, by index, beginning with {@code from}. To be closed. */
    TaskCursor tasks(BatchId batch, int from);

    /** Entries to be read once. */
    interface TaskCursor extends Iterator<TaskEntry>, AutoCloseable {
        @Override
        void close();
    }
}
