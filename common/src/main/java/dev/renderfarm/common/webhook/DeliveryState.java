package dev.renderfarm.common.webhook;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What has become of a delivery. */
public enum DeliveryState {
    /** Not taken yet: it is sent when it is due and what was before it is settled. */
    PENDING,
    /** The receiver has taken it. */
    DELIVERED,
    /** Given up. */
    DEAD;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
