package dev.renderfarm.common.worker;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a worker is in its life. */
public enum WorkerState {
    /** Loading the model and rendering every configured shape once. */
    STARTING,
    /** Claims tasks. */
    READY,
    /** Claims nothing until its probe succeeds: its problem says why. */
    SET_ASIDE,
    /** Claims no more; finishes or gives back what it holds. */
    DRAINING,
    STOPPED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
