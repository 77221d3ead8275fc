package dev.renderfarm.common.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.Serial;

/** Bytes that are not the JSON they should be. The message names the type and the place, never the content. */
public final class MalformedJsonException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    MalformedJsonException(Class<?> type, IOException cause) {
        super("not a " + type.getSimpleName() + ": " + reason(cause), cause);
    }

    private static String reason(IOException cause) {
        return cause instanceof JsonProcessingException json
                ? JsonFault.describe(json)
                : String.valueOf(cause.getMessage());
    }
}
