package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;

/**
 * Work that takes too long for the stream thread. It is asked for again and again for as long as the batch needs it, so
 * it goes on after a crash without being remembered anywhere; asking for what already runs does nothing. Never blocks.
 * Reports by a command.
 */
public interface LongWork {

    void validate(BatchCommand.Submit submission);

    void finish(BatchEntry batch);
}
