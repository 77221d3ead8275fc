package dev.renderfarm.coordinator.input;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What OpenAI's image requests have besides the farm's fields. A value that changes no pixel here is ignored, any other
 * is refused: nobody gets another picture than the one that was asked for without being told.
 */
public enum OpenAiParameter {
    QUALITY,
    STYLE,
    MODERATION,
    INPUT_FIDELITY,
    USER,
    SAFETY_IDENTIFIER,
    METADATA,
    STORE,
    BACKGROUND(
            value -> value.asText().equals("auto") || value.asText().equals("opaque"),
            "must be \"auto\" or \"opaque\": the farm draws no transparent pictures"),
    STREAM(value -> value.isBoolean() && !value.asBoolean(), "must be false: the farm hands out whole pictures"),
    PARTIAL_IMAGES(
            value -> value.isIntegralNumber() && value.asInt() == 0, "must be 0: the farm hands out whole pictures"),
    COMPLEXITY(value -> false, "is not for this endpoint: it is about drawings, the farm makes pictures of pixels"),
    SVG(value -> false, "is not for this endpoint: it is about drawings, the farm makes pictures of pixels"),
    FRAME_COUNT(value -> false, "is not for this endpoint: it is about moving pictures, the farm's stand still"),
    FRAME_DURATION_MS(value -> false, "is not for this endpoint: it is about moving pictures, the farm's stand still");

    static final String IGNORED = "is ignored: it changes no pixel here";

    private final Predicate<JsonNode> changesNothing;
    private final String refusal;

    OpenAiParameter() {
        this(value -> true, "");
    }

    OpenAiParameter(Predicate<JsonNode> changesNothing, String refusal) {
        this.changesNothing = changesNothing;
        this.refusal = refusal;
    }

    static Optional<OpenAiParameter> named(String name) {
        return Arrays.stream(values())
                .filter(parameter -> parameter.wireName().equals(name))
                .findFirst();
    }

    /** For people: what becomes of it. */
    public String description() {
        return refusal.isEmpty() ? "OpenAI's: ignored, it changes no pixel here" : "OpenAI's: " + refusal;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Why the value cannot be taken, and what to do; empty where it is ignored. */
    Optional<String> refusal(JsonNode value) {
        return value.isNull() || changesNothing.test(value) ? Optional.empty() : Optional.of(refusal);
    }
}
