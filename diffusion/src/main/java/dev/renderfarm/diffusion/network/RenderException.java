package dev.renderfarm.diffusion.network;

import dev.renderfarm.common.failure.FailureCode;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A micro-batch could not be rendered. The message is for the people who submitted it. */
public final class RenderException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    public RenderException(FailureCode code, String message) {
        this(code, message, null);
    }

    public RenderException(FailureCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public FailureCode code() {
        return code;
    }
}
