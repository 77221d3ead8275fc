package dev.renderfarm.coordinator.text;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Bytes that cannot be read as text. The message is for the user, and says what to do. */
public final class UnreadableTextException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final @Nullable Integer line;

    UnreadableTextException(@Nullable Integer line, String message) {
        super(message);
        this.line = line;
    }

    /** From which on it cannot be read; null where it is the file as a whole. */
    public @Nullable Integer line() {
        return line;
    }
}
