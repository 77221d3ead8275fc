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

    static RollException inTheWay() {
        return new RollException(
                FailureCode.CONFLICT, "somebody else changes the roll of this model now: look at --status");
    }

    static RollException neverRolled() {
        return new RollException(
                FailureCode.NOT_FOUND, "no package of that model was ever rolled out: name it without its digest");
    }

    /** The same with what was done about it. */
    RollException and(String more) {
        return new RollException(code, getMessage() + "; " + more);
    }

    public FailureCode code() {
        return code;
    }
}
