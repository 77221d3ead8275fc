package dev.renderfarm.standalone.process;

import java.io.Serial;

/** A child process that did not start or did not become ready. The message says which, why and where its log is. */
public final class ChildFailedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ChildFailedException(String message) {
        super(message);
    }
}
