package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.coordinator.batch.BatchCommand;
import org.jspecify.annotations.Nullable;

/** Hears of every command that changed nothing, for those who wonder why. Safe for several threads. Never blocks. */
public interface RefusedCommands {

    /** @param status that does not allow the command; null where there is no such batch */
    void refused(BatchCommand command, @Nullable BatchStatus status);
}
