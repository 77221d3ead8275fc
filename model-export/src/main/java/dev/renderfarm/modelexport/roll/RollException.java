package dev.renderfarm.modelexport.roll;

import dev.renderfarm.common.failure.FailureCode;
import java.io.Serial;

/** A roll that did not come to its end. The message says what is wrong and what was done about it. */
public final class RollException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    RollException(FailureCode code, String message) {
        super(message);
        this.code = code;
    }

    public FailureCode code() {
        return code;
    }
}
