package dev.renderfarm.modelexport.checkpoint;

import java.io.Serial;

/** A checkpoint that cannot be exported. The message names the file, the field, and what was expected. */
public final class CheckpointException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
