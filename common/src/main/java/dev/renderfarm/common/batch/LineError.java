package dev.renderfarm.common.batch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.failure.FailureCode;
import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a batch's input. Long texts lose their middle, for they quote the input, and a record has to
 * hold many of them.
 *
 * @param line of the input file, from 1; null where it is the file as a whole
 * @param field column or JSON field, at most 200 characters; called {@code param} on the wire, as OpenAI does
 * @param message what is wrong and what to do, at most 500 characters
 */
@JsonPropertyOrder({"code", "line", "param", "message"})
public record LineError(
        FailureCode code,
        @Nullable Integer line,
        @JsonProperty("param") @Nullable String field,
        String message) {

    static final int MOST_OF_FIELD = 200;
    static final int MOST_OF_MESSAGE = 500;

    public LineError {
        requireNonNull(code, "code is null");
        field = field == null ? null : shortened(field, MOST_OF_FIELD);
        message = shortened(message, MOST_OF_MESSAGE);
    }

    /** Without its middle where it is too long: what is wrong stands at the beginning, what to do at the end. */
    static String shortened(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int begin = most / 2;
        int end = text.length() - (most - begin - 1);
        int first = Character.isHighSurrogate(text.charAt(begin - 1)) ? begin - 1 : begin;
        int last = Character.isLowSurrogate(text.charAt(end)) ? end + 1 : end;
        return text.substring(0, first) + '…' + text.substring(last);
    }
}
