package dev.renderfarm.common.worker;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What becomes of what a worker has in hand when it drains; the later one is the sooner one. */
public enum DrainMode {
    /** It finishes it. */
    AFTER_CURRENT,
    /** It gives it back at once: other workers begin it anew, which costs no attempt. */
    NOW;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
