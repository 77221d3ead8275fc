package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.Hindrance;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import java.util.Optional;

/**
 * Work that takes too long for the stream thread. It is asked for again and again for as long as the batch needs it, so
 * it goes on after a crash without being remembered anywhere; asking for what already runs does nothing. Never blocks.
 * Reports by a command.
 */
public interface LongWork {

    void validate(BatchCommand.Submit submission);

    void finish(BatchEntry batch);

    /** Why the batch's work was put off; empty where it was not. */
    Optional<Hindrance> hindrance(BatchId batch);
}
