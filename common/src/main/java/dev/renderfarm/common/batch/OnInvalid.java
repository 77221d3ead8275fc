package dev.renderfarm.common.batch;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What becomes of a batch of which some lines cannot be rendered. */
public enum OnInvalid {
    /** Nothing is rendered. */
    REJECT_BATCH,
    /** The others are rendered; these fail, and stand in {@code errors.jsonl}. */
    SKIP_LINES;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
