package dev.renderfarm.coordinator.input;

import java.io.IOException;
import java.io.Serial;

/** Bytes that are no UTF-8. */
final class InvalidUtf8Exception extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int line;

    InvalidUtf8Exception(int line) {
        super("line " + line + " is not UTF-8");
        this.line = line;
    }

    int line() {
        return line;
    }
}
