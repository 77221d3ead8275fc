package dev.renderfarm.common.edit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How much of a picture something is about. */
public enum Coverage {
    NONE,
    SOME,
    ALL;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
