package dev.renderfarm.coordinator.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.renderfarm.common.failure.FailureCode;
import org.jspecify.annotations.Nullable;

/** The body of every answer that is an error, as OpenAI's clients read it. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ErrorEnvelope(Problem error) {

    /**
     * @param message what is wrong and what to do
     * @param type {@code invalid_request_error} or {@code server_error}
     * @param param the field or parameter that is wrong, or null
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Problem(
            String message, String type, @Nullable String param, FailureCode code) {}

    public static ErrorEnvelope of(FailureCode code, int status, @Nullable String param, String message) {
        String type = status < 500 ? "invalid_request_error" : "server_error";
        return new ErrorEnvelope(new Problem(message, type, param, code));
    }
}
