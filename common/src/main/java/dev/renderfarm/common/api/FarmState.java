package dev.renderfarm.common.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the farm does, in a word. */
public enum FarmState {
    /** Nothing is to be done. */
    IDLE,
    /** Workers have tasks in hand. */
    RENDERING,
    /** All that is to be done is paused. */
    PAUSED,
    /** There is work, and no live worker. */
    NO_WORKERS,
    /** There is work, and no worker has any of it in hand. */
    WAITING;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
