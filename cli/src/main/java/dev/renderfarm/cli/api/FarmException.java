package dev.renderfarm.cli.api;

import dev.renderfarm.common.failure.FailureCode;
import java.io.Serial;

/** What was asked cannot be done. The message is for people: what was wrong and what to do. */
public final class FarmException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    public FarmException(FailureCode code, String message) {
        super(message);
        this.code = code;
    }

    public FailureCode code() {
        return code;
    }
}
