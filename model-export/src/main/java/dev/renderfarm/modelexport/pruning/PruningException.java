package dev.renderfarm.modelexport.pruning;

import java.io.Serial;

/** Heads that cannot be dropped as asked. The message says why and what to do. */
public final class PruningException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    PruningException(String message) {
        super(message);
    }

    PruningException(String message, Throwable cause) {
        super(message, cause);
    }
}
