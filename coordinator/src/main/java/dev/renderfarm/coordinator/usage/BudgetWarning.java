package dev.renderfarm.coordinator.usage;

import dev.renderfarm.common.api.BudgetKind;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.webhook.BudgetNotice;
import java.time.LocalDate;

/**
 * A budget has come to a part of its limit.
 *
 * @param percent one of 50, 80 and 100
 * @param day on which it stands so
 */
public record BudgetWarning(BudgetStanding standing, int percent, LocalDate day) {

    private static final int ID_LENGTH = 24;

    /**
     * The same on every coordinator and after every restart, so that whoever is told twice can tell. What has neither day nor
     * month is told of once a day of batches that are open, and once a month of bytes, for as long as it stands so.
     */
    public String id() {
        return "evt_"
                + Sha256.hex(standing.tenant() + " " + standing.kind().wireName() + " "
                                + standing.limit().stripTrailingZeros().toPlainString() + " " + since() + " "
                                + percent)
                        .substring(0, ID_LENGTH);
    }

    private LocalDate since() {
        LocalDate from = standing.from();
        if (from != null) {
            return from;
        }
        return standing.kind() == BudgetKind.BYTES ? day.withDayOfMonth(1) : day;
    }

    /** What a webhook is told of it. */
    public BudgetNotice notice() {
        return new BudgetNotice(standing.tenant(), standing.kind().wireName(), percent);
    }
}
