package dev.renderfarm.coordinator.http;

import java.io.Serial;

/** An event stream that has ended, asked for by someone who has seen its end: 204 tells a browser to stop asking. */
public final class NothingToFollowException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;
}
