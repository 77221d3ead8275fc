package dev.renderfarm.common.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where it is known from how long a picture takes. */
public enum PaceSource {
    /** The workers that are ready now. */
    MEASURED,
    /** Those that were ready when one was last. */
    REMEMBERED,
    /** The settings: no worker has rendered since this process started. */
    CONFIGURED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
