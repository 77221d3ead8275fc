package dev.renderfarm.common.batch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * One thing in a batch's input that was taken, but perhaps not as it was meant. Long texts lose their middle, as those
 * of a {@link LineError}.
 *
 * @param line of the input file where it was first met, from 1; null where it is the file as a whole
 * @param field column or JSON field, at most 200 characters; called {@code param} on the wire, as OpenAI does
 * @param message what was made of it, at most 500 characters
 */
@JsonPropertyOrder({"code", "line", "param", "message"})
public record LineWarning(
        WarningCode code,
        @Nullable Integer line,
        @JsonProperty("param") @Nullable String field,
        String message) {

    public LineWarning {
        requireNonNull(code, "code is null");
        field = field == null ? null : LineError.shortened(field, LineError.MOST_OF_FIELD);
        message = LineError.shortened(message, LineError.MOST_OF_MESSAGE);
    }
}
