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

    private static final Instant NEVER = Instant.EPOCH;

    /** Of which nobody is told any more, and whose tasks may still be there. */
    public static Departed purged(BatchId batch) {
        return new Departed(batch, NEVER);
    }

    public Departed {
        requireNonNull(batch, "batch is null");
        requireNonNull(changedAt, "changedAt is null");
    }

    public boolean isPurged() {
        return changedAt.equals(NEVER);
    }
}
