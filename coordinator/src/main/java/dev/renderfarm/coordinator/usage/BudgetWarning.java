package dev.renderfarm.coordinator.usage;

import dev.renderfarm.common.digest.Sha256;

/**
 * A budget has come to a part of its limit.
 *
 * @param percent one of 50, 80 and 100
 */
public record BudgetWarning(BudgetStanding standing, int percent) {

    /** The same on every coordinator and after every restart, so that whoever is told twice can tell. */
    public String id() {
        return "budget-"
                + Sha256.hex(standing.tenant() + " " + standing.kind().wireName() + " "
                                + standing.limit().stripTrailingZeros().toPlainString() + " " + standing.from() + " "
                                + percent)
                        .substring(0, 32);
    }
}
