package dev.renderfarm.coordinator.gallery;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** An order in which people look at the tasks of a batch. */
public enum TaskOrder {
    /** That of the input. */
    FILE,
    /** Those that ended last before others, and what has not ended after them, as in the input. */
    NEWEST,
    /** By their ids, numbers in them as numbers, whatever the case; those of one id as in the input. */
    SKU;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
