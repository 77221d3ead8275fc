package dev.renderfarm.coordinator.http;

import dev.renderfarm.common.failure.FailureCode;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A request that is answered with an error; the message is for the user. */
public final class RequestRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final FailureCode code;
    private final @Nullable String param;

    /** @param param the field or parameter that is wrong, or null */
    public RequestRefusedException(FailureCode code, @Nullable String param, String message) {
        super(message);
        this.code = code;
        this.param = param;
    }

    public static RequestRefusedException invalid(@Nullable String param, String message) {
        return new RequestRefusedException(FailureCode.INVALID_REQUEST, param, message);
    }

    public static RequestRefusedException notFound(String what) {
        return notFound(null, what);
    }

    /** @param param the field or parameter that names what there is not; null where the address does */
    public static RequestRefusedException notFound(@Nullable String param, String what) {
        return new RequestRefusedException(FailureCode.NOT_FOUND, param, what);
    }

    public FailureCode code() {
        return code;
    }

    public @Nullable String param() {
        return param;
    }
}
