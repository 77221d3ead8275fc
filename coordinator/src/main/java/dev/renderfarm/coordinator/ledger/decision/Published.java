package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.batch.WaitingFor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What everyone is told of a batch besides its tasks.
 *
 * @param sequence of the last status record
 * @param updatedAt of the last status record
 * @param waitingFor why it stands still; null while it moves
 */
record Published(long sequence, Instant updatedAt, @Nullable WaitingFor waitingFor) {

    Published next(Instant now) {
        return new Published(sequence + 1, now, waitingFor);
    }

    Published waitingFor(@Nullable WaitingFor reason) {
        return new Published(sequence, updatedAt, reason);
    }
}
