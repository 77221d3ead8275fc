package dev.renderfarm.objectstore.store;

import dev.renderfarm.common.failure.FailureCode;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The object store did not do what it was asked. The message is for logs: it may name addresses and keys. */
public abstract sealed class StorageException extends RuntimeException
        permits StorageUnavailableException, StorageRefusedException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String reason;

    StorageException(String message, String reason, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public abstract FailureCode code();

    /** What happened and what to do, for everyone: without any address or key. */
    public final String reason() {
        return reason;
    }
}
