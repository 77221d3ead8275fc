package dev.renderfarm.coordinator.usage;

import dev.renderfarm.common.api.BudgetKind;
import dev.renderfarm.common.api.BudgetView;
import dev.renderfarm.common.id.TenantName;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How much of a budget is used.
 *
 * @param from first day of what is counted; null where it is what there is now
 */
public record BudgetStanding(
        TenantName tenant,
        BudgetKind kind,
        BigDecimal limit,
        BigDecimal used,
        @Nullable LocalDate from) {

    /** Percent of the limit at which somebody is told, in order. */
    static final List<Integer> WARNINGS = List.of(50, 80, 100);

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    boolean isExhausted() {
        return used.compareTo(limit) >= 0;
    }

    /** What is left; 0 at least. */
    BigDecimal left() {
        return limit.subtract(used).max(BigDecimal.ZERO);
    }

    /** The highest of the warnings that it has come to. */
    OptionalInt warning() {
        return WARNINGS.stream()
                .mapToInt(percent -> percent)
                .filter(percent -> used.multiply(HUNDRED).compareTo(limit.multiply(BigDecimal.valueOf(percent))) >= 0)
                .max();
    }

    /** When the next day or month begins; null where it has neither. */
    @Nullable
    Instant freesAt() {
        LocalDate first = from;
        if (first == null) {
            return null;
        }
        LocalDate next = kind.period() == BudgetKind.Period.DAY ? first.plusDays(1) : first.plusMonths(1);
        return next.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** With so much more of it used. */
    BudgetStanding with(int more) {
        return new BudgetStanding(tenant, kind, limit, used.add(BigDecimal.valueOf(more)), from);
    }

    /** 1 is all of it, and of a limit of nothing nothing is left either. */
    double share() {
        return limit.signum() == 0
                ? 1
                : used.divide(limit, new MathContext(6, RoundingMode.HALF_UP)).doubleValue();
    }

    BudgetView view() {
        OptionalInt warning = warning();
        return new BudgetView(
                tenant,
                kind,
                limit,
                used,
                share(),
                warning.isPresent() ? warning.getAsInt() : null,
                isExhausted(),
                freesAt());
    }

    /** For whoever has a batch that stands still for it. */
    String message(String currency) {
        String unit = kind == BudgetKind.COST_PER_MONTH ? " " + currency : "";
        String frees = freesAt() == null ? "" : "at " + freesAt() + " or ";
        return "tenant " + tenant + " has used up its budget " + kind.wireName() + ", " + used.toPlainString() + " of "
                + limit.toPlainString() + unit + ": it goes on " + frees + "when the budget is raised";
    }
}
