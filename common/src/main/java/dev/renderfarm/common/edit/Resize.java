package dev.renderfarm.common.edit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a picture of another size becomes as large as the output. */
public enum Resize {
    /** All of it is seen, centred; what is left of the canvas is painted. */
    CONTAIN,
    /** The canvas is full, centred; what does not fit is cut off. */
    COVER,
    /** Each side by itself: proportions change. */
    EXACT;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
