package dev.renderfarm.gpuworker.provenance;

import java.io.Serial;

/** A picture was to be signed, and who signs may not any more. */
public final class SigningLapsedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** @param reason and what to do, for people */
    public SigningLapsedException(String reason) {
        super(reason);
    }
}
