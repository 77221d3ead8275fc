package dev.renderfarm.common.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What somebody thinks of a picture. */
public enum Verdict {
    UNDECIDED,
    APPROVED,
    REJECTED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException naming all of them */
    @JsonCreator
    public static Verdict named(String wireName) {
        return Arrays.stream(values())
                .filter(verdict -> verdict.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + Arrays.stream(values()).map(Verdict::wireName).collect(Collectors.joining(", "))));
    }
}
