package dev.renderfarm.common.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What guidance leads away from where a request has no negative prompt. One that is given empty is always encoded. */
public enum NegativeDefault {
    /** The empty prompt. */
    EMPTY,
    /** A caption of zeros. */
    ZEROS;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
