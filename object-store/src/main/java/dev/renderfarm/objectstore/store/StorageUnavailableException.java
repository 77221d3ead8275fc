package dev.renderfarm.objectstore.store;

import java.io.Serial;

/** The object store cannot be reached or refuses to serve now. */
public final class StorageUnavailableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public StorageUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
