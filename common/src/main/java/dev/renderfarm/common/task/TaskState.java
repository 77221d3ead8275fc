package dev.renderfarm.common.task;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a task stands in the ledger. */
public enum TaskState {
    WAITING,
    IN_FLIGHT,
    COMPLETED,
    FAILED,
    CANCELLED;

    public boolean isSettled() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
