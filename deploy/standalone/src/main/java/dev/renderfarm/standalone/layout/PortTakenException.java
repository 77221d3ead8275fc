package dev.renderfarm.standalone.layout;

import java.io.Serial;

/** A port that was asked for and that another program has. */
public final class PortTakenException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    PortTakenException(int port) {
        super("another program listens on port " + port + ": stop it, or ask for another port, or for none");
    }
}
