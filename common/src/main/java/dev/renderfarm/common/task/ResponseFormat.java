package dev.renderfarm.common.task;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** How a picture is handed out in the batch's output. */
public enum ResponseFormat {
    /** By its address. */
    URL,
    /** Itself, in base64. */
    B64_JSON;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public static ResponseFormat named(String wireName) {
        return Arrays.stream(values())
                .filter(format -> format.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no response format: " + wireName));
    }
}
