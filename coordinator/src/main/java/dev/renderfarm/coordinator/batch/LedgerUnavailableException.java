package dev.renderfarm.coordinator.batch;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The ledger cannot be read now: it starts, or moves to another replica. Ask again in a moment. */
public class LedgerUnavailableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public LedgerUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
