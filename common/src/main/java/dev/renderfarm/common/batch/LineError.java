package dev.renderfarm.common.batch;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.failure.FailureCode;
import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a batch's input.
 *
 * @param line of the input file, from 1; null where it is the file as a whole
 * @param field column or JSON field; called {@code param} on the wire, as OpenAI does
 * @param message what is wrong and what to do
 */
@JsonPropertyOrder({"code", "line", "param", "message"})
public record LineError(
        FailureCode code,
        @Nullable Integer line,
        @JsonProperty("param") @Nullable String field,
        String message) {}
