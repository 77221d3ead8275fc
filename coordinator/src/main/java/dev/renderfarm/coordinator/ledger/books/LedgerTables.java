package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.Departed;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import dev.renderfarm.coordinator.ledger.decision.Timer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ledger's three tables. What is written together with what is sent out takes effect together, or not at all. */
public interface LedgerTables {

    /** All that have not ended. */
    List<BatchEntry> activeBatches();

    @Nullable
    BatchEntry batch(BatchId id);

    void put(BatchEntry batch);

    /** Ended ones in the order of their ids, at most so many, after that one; null begins with the first. */
    List<BatchEntry> ended(@Nullable BatchId after, int limit);

    /** Takes out tasks of a batch, at most so many; how many there were. */
    int deleteTasks(BatchId batch, int limit);

    /** Takes out the entry and the history of a batch, and keeps that of them. */
    void depart(BatchId batch, Departed left);

    /** Whether there was such a batch, whose entry was taken out. */
    boolean hasDeparted(BatchId batch);

    /** In the order of their ids, at most so many, after that one; null begins with the first. */
    List<Departed> departed(@Nullable BatchId after, int limit);

    /** Takes out the last that is kept of a batch. */
    void forget(BatchId batch);

    /** Empty where nothing is known. */
    BatchHistory history(BatchId id);

    void put(BatchId id, BatchHistory history);

    @Nullable
    TaskEntry task(TaskId id);

    void put(TaskEntry task);

    void set(Timer timer);

    void clear(Timer timer);

    /** Timers due at that time or before, earliest first, at most so many. */
    List<Timer> due(Instant now, int limit);
}
