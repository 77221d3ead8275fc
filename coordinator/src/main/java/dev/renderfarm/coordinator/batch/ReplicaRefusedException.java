package dev.renderfarm.coordinator.batch;

import java.io.Serial;

/**
 * The replica that keeps what is read was asked, and refuses to tell. The ledger cannot be read, but nothing of it moves, so
 * that waiting does not help.
 */
public final class ReplicaRefusedException extends LedgerUnavailableException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status of its answer */
    public ReplicaRefusedException(String message, int status) {
        super(message, null);
        this.status = status;
    }

    /** Of the replica's answer, in HTTP. */
    public int status() {
        return status;
    }
}
