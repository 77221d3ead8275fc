package dev.renderfarm.objectstore.store;

import dev.renderfarm.common.failure.FailureCode;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The object store has answered, and the answer is no: the same call fails again until somebody mends the cause. */
public final class StorageRefusedException extends StorageException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What is refused. */
    public enum Kind {
        /** Whoever asks: wrong keys, no permission, a clock that is off. */
        DENIED(FailureCode.STORAGE_DENIED),
        /** Every further write: there is no room. */
        FULL(FailureCode.STORAGE_FULL),
        /** This object: its key, its size or its form. Others are taken. */
        OBJECT(FailureCode.STORAGE_REFUSED);

        private final FailureCode code;

        Kind(FailureCode code) {
            this.code = code;
        }
    }

    /**
     * @param message for logs
     * @param reason for everyone
     */
    public StorageRefusedException(Kind kind, String message, String reason, @Nullable Throwable cause) {
        super(message, reason, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public FailureCode code() {
        return kind.code;
    }
}
