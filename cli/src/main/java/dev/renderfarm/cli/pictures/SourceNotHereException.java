package dev.renderfarm.cli.pictures;

import java.io.Serial;

/** The picture that an edit began with cannot be had. The message says why. */
public final class SourceNotHereException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    public SourceNotHereException(String message) {
        super(message);
    }
}
