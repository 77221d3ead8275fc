package dev.renderfarm.coordinator.sources;

import dev.renderfarm.common.failure.FailureCode;
import java.io.Serial;

/** Why no drawing can begin with a picture. The message is for the user: it goes on from what the line calls it. */
public final class UnusableSourceException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    public UnusableSourceException(FailureCode code, String message) {
        super(message);
        this.code = code;
    }

    public UnusableSourceException(String message) {
        this(FailureCode.INVALID_REQUEST, message);
    }

    public FailureCode code() {
        return code;
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
