package dev.renderfarm.coordinator.layout;

import java.io.Serial;

/** A text that is no template. The message is for the user, and says what to do. */
public final class TemplateFault extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    TemplateFault(String message) {
        super(message);
    }
}
