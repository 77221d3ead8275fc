package dev.renderfarm.common.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.renderfarm.common.failure.FailureCode;
import org.jspecify.annotations.Nullable;

/** The body of every answer that is an error, as OpenAI's clients read it. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ErrorEnvelope(Problem error) {

    public ErrorEnvelope {
        requireNonNull(error, "error is null");
    }

    /**
     * The farm gives all but {@code param}; an answer may also come from a proxy, which gives what it likes.
     *
     * @param message what is wrong and what to do
     * @param type {@code invalid_request_error}, {@code server_error} or {@code insufficient_quota}
     * @param param the field or parameter that is wrong
     * @param code the wire name of a {@link FailureCode}; a later farm may have others
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Problem(
            @Nullable String message,
            @Nullable String type,
            @Nullable String param,
            @Nullable String code) {}

    public static ErrorEnvelope of(FailureCode code, int status, @Nullable String param, @Nullable String message) {
        String type = status < 500 ? "invalid_request_error" : "server_error";
        if (code == FailureCode.INSUFFICIENT_QUOTA) {
            type = code.wireName();
        }
        return new ErrorEnvelope(new Problem(message, type, param, code.wireName()));
    }
}
