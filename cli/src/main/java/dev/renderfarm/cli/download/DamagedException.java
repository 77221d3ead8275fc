package dev.renderfarm.cli.download;

import java.io.Serial;

/** What came is not what was asked for. The message says how. */
final class DamagedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
        super(message);
    }
}
