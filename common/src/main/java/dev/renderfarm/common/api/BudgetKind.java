package dev.renderfarm.common.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a tenant may have a budget of. Days and months are of UTC. */
public enum BudgetKind {
    /** Pictures that are delivered in a day. */
    COMPLETED_PER_DAY(Period.DAY, "pictures delivered in a day"),
    /** Seconds for which devices are held in a month, by failed and doubled attempts too. */
    DEVICE_SECONDS_PER_MONTH(Period.MONTH, "seconds of devices in a month"),
    /** Money for these, in the currency of the farm's prices. */
    COST_PER_MONTH(Period.MONTH, "money for devices in a month"),
    /** Batches that have not ended, beside pictures that somebody waits for. */
    OPEN_BATCHES(Period.NONE, "batches that have not ended"),
    /** Pictures that are given out and not settled. */
    IN_FLIGHT(Period.NONE, "pictures that are given out and not settled"),
    /** Bytes of all pictures that were delivered. */
    BYTES(Period.NONE, "bytes of all pictures delivered");

    /** How long a budget lasts. */
    public enum Period {
        DAY,
        MONTH,
        NONE
    }

    private final Period period;
    private final String description;

    BudgetKind(Period period, String description) {
        this.period = period;
        this.description = description;
    }

    public Period period() {
        return period;
    }

    /** For documents and messages. */
    public String description() {
        return description;
    }

    /** Whether a batch of whoever has used it up stands still until it frees. */
    public boolean holdsUp() {
        return this != OPEN_BATCHES && this != IN_FLIGHT;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<BudgetKind> named(String wireName) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(wireName))
                .findFirst();
    }
}
