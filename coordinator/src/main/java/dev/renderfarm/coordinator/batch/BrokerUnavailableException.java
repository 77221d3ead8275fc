package dev.renderfarm.coordinator.batch;

import java.io.Serial;

/** The broker cannot be reached or did not answer in time. */
public final class BrokerUnavailableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public BrokerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
