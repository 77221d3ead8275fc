package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.batch.BatchStatus;

/** How a batch whose input was valid ends, once its tasks have settled and its files are written. */
enum Ending {
    /** Every task was tried; some may have failed. */
    COMPLETED(BatchStatus.COMPLETED),
    /** The user stopped it. */
    CANCELLED(BatchStatus.CANCELLED),
    /** Its completion window ended first. */
    EXPIRED(BatchStatus.EXPIRED);

    private final BatchStatus status;

    Ending(BatchStatus status) {
        this.status = status;
    }

    public BatchStatus status() {
        return status;
    }
}
