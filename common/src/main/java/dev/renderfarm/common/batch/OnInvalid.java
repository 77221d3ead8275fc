package dev.renderfarm.common.batch;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What becomes of a batch of which some lines cannot be rendered. */
public enum OnInvalid {
    /** Nothing is rendered. */
    REJECT_BATCH,
    /** The others are rendered; these fail, and stand in {@code errors.jsonl}. */
    SKIP_LINES;

    /** @throws IllegalArgumentException if there is none of that name; the message says which there are */
    public static OnInvalid named(String wireName) {
        return Arrays.stream(values())
                .filter(choice -> choice.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be "
                        + Arrays.stream(values()).map(OnInvalid::wireName).collect(Collectors.joining(" or "))));
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
