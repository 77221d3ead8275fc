package dev.renderfarm.common.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a picture of a model would be drawn now: the best that one of its workers is. */
public enum Readiness {
    /** A worker claims its tasks. */
    READY,
    /** A worker loads it. */
    STARTING,
    /** Its workers claim nothing until something is mended. */
    SET_ASIDE,
    /** No worker of it is running. */
    NONE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
