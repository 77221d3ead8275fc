package dev.renderfarm.imaging.canvas;

import java.io.Serial;

/** A picture cannot be edited as it is asked for. The message says why and what helps, in words for its owner. */
public final class CanvasRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    CanvasRefusedException(String message) {
        super(message);
    }
}
