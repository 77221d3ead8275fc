package dev.renderfarm.coordinator.ledger.decision;

import static dev.renderfarm.common.batch.BatchStatus.CANCELLED;
import static dev.renderfarm.common.batch.BatchStatus.CANCELLING;
import static dev.renderfarm.common.batch.BatchStatus.COMPLETED;
import static dev.renderfarm.common.batch.BatchStatus.EXPIRED;
import static dev.renderfarm.common.batch.BatchStatus.FAILED;
import static dev.renderfarm.common.batch.BatchStatus.FINALIZING;
import static dev.renderfarm.common.batch.BatchStatus.IN_PROGRESS;
import static dev.renderfarm.common.batch.BatchStatus.VALIDATING;

import dev.renderfarm.common.batch.BatchStatus;
import java.util.Map;
import java.util.Set;

/**
 * The legal moves of a batch's status. A batch that never had valid input ends without being finalized: there is
 * nothing to write.
 */
final class StatusMoves {

    private static final Map<BatchStatus, Set<BatchStatus>> LEGAL = Map.of(
            VALIDATING, Set.of(IN_PROGRESS, FAILED, CANCELLED, EXPIRED),
            IN_PROGRESS, Set.of(CANCELLING, FINALIZING),
            CANCELLING, Set.of(FINALIZING),
            FINALIZING, Set.of(COMPLETED, CANCELLED, EXPIRED));

    public static boolean allows(BatchStatus from, BatchStatus to) {
        return LEGAL.getOrDefault(from, Set.of()).contains(to);
    }

    private StatusMoves() {}
}
