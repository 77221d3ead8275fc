package dev.renderfarm.imaging.encoded;

import java.io.Serial;

/** A picture file is not taken. The message says what is wrong with it and what helps, in words for its owner. */
public final class SourceRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final SourceFault fault;

    /** @param problem what is wrong, without the mend: {@code the PNG ends in the middle of its pixels} */
    public SourceRefusedException(SourceFault fault, String problem) {
        super(problem + ": " + fault.mend());
        this.fault = fault;
    }

    public SourceFault fault() {
        return fault;
    }
}
