package dev.renderfarm.objectstore.store;

import dev.renderfarm.common.failure.FailureCode;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The object store cannot be reached, is slow or in trouble, or lacks the bucket: the same call may succeed later. */
public final class StorageUnavailableException extends StorageException {

    @Serial
    private static final long serialVersionUID = 1L;

    public StorageUnavailableException(String message, @Nullable Throwable cause) {
        this(message, "the storage does not answer", cause);
    }

    /**
     * @param message for logs
     * @param reason for everyone
     */
    public StorageUnavailableException(String message, String reason, @Nullable Throwable cause) {
        super(message, reason, cause);
    }

    @Override
    public FailureCode code() {
        return FailureCode.STORAGE_UNAVAILABLE;
    }
}
