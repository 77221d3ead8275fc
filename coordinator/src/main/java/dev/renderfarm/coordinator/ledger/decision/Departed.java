package dev.renderfarm.coordinator.ledger.decision;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.id.BatchId;
import java.time.Instant;

/**
 * All that is left of a batch in the ledger's tables when its tasks are kept no longer: that there was one, so that the command
 * that opened it opens no other one, and when it is to be forgotten.
 *
 * @param changedAt when something was told of it last
 */
public record Departed(BatchId batch, Instant changedAt) {

    public Departed {
        requireNonNull(batch, "batch is null");
        requireNonNull(changedAt, "changedAt is null");
    }
}
