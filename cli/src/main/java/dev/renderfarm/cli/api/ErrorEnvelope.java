package dev.renderfarm.cli.api;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** OpenAI's error body. */
public record ErrorEnvelope(Content error) {

    /** @param code of {@link FailureCode}, where it is one of the farm's */
    public record Content(
            @Nullable String message,
            @Nullable String type,
            @Nullable String param,
            @Nullable String code) {}

    public static ErrorEnvelope of(FarmException failure) {
        return new ErrorEnvelope(
                new Content(failure.getMessage(), null, null, failure.code().wireName()));
    }

    /** The failure that an HTTP answer stands for, whoever wrote it. */
    static FarmException failure(int status, String body) {
        Content content = content(body);
        String message = content == null ? null : content.message();
        String field = content == null || content.param() == null ? "" : " (" + content.param() + ")";
        return new FarmException(
                code(status, content),
                message == null ? "the farm answered with HTTP status " + status : message + field);
    }

    private static @Nullable Content content(String body) {
        try {
            ErrorEnvelope envelope = Json.read(body, ErrorEnvelope.class);
            return envelope == null ? null : envelope.error();
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    private static FailureCode code(int status, @Nullable Content content) {
        if (content != null && content.code() != null) {
            for (FailureCode code : FailureCode.values()) {
                if (code.wireName().equals(content.code())) {
                    return code;
                }
            }
        }
        return ofStatus(status);
    }

    private static FailureCode ofStatus(int status) {
        return switch (status) {
            case 404, 410 -> FailureCode.NOT_FOUND;
            case 409 -> FailureCode.CONFLICT;
            case 413 -> FailureCode.FILE_TOO_LARGE;
            case 502, 503, 504 -> FailureCode.FARM_UNREACHABLE;
            default -> status >= 500 ? FailureCode.INTERNAL_ERROR : FailureCode.INVALID_REQUEST;
        };
    }
}
