package dev.renderfarm.diffusion.network;

import java.io.Serial;

/** Rendering stopped because nobody wants the picture any more. */
public final class RenderCancelledException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public RenderCancelledException() {
        super("rendering was cancelled");
    }
}
