package dev.renderfarm.objectstore.store;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The object store cannot be reached, refuses to serve now, or lacks the bucket. */
public final class StorageUnavailableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public StorageUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
