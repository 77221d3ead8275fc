package dev.renderfarm.coordinator.tokens;

import java.io.IOException;
import java.net.URI;

/** Fetches what an issuer publishes. Safe for several threads. */
@FunctionalInterface
public interface Documents {

    /**
     * @throws IOException if it is not there, too large, or does not come in time
     * @throws IllegalArgumentException if it is at no address of HTTP
     */
    byte[] get(URI address) throws IOException;
}
