package dev.renderfarm.common.task;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** On which way tasks reach the workers: each has a topic and a share group of its own, and turns of its own on a device. */
public enum Lane {
    /** Tasks of batches, which wait for their turn. */
    BATCH,
    /** Tasks that somebody waits for: they overtake those of batches, in at most every second turn of a device. */
    INTERACTIVE;

    /** What a record without a lane means: records of batches say none. */
    public static Lane of(@Nullable Lane stored) {
        return stored == null ? BATCH : stored;
    }

    /** As records have it. */
    public @Nullable Lane stored() {
        return this == BATCH ? null : this;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
