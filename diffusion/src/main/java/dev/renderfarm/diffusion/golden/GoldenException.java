package dev.renderfarm.diffusion.golden;

import java.io.Serial;

/** A golden record that cannot be made or used. The message says what is wrong and what to do. */
public final class GoldenException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public GoldenException(String message) {
        super(message);
    }

    public GoldenException(String message, Throwable cause) {
        super(message, cause);
    }
}
