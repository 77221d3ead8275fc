package dev.renderfarm.coordinator.usage;

import dev.renderfarm.common.api.BudgetKind;
import dev.renderfarm.common.id.TenantName;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Tells which warnings are due that were not told before: each once for a day or month and a limit. What has neither is
 * told again after it has fallen below the first warning. How many pictures are in flight is not warned of: a farm that
 * works has them all out. After a restart the latest is told once more. For one thread.
 */
final class BudgetWarnings {

    private record Key(
            TenantName tenant,
            BudgetKind kind,
            BigDecimal limit,
            @Nullable LocalDate from) {}

    private Map<Key, Integer> told = new HashMap<>();

    /** @param all there are, as they stand on that day */
    List<BudgetWarning> due(Collection<BudgetStanding> all, LocalDate day) {
        Map<Key, Integer> present = new HashMap<>();
        List<BudgetWarning> due = new ArrayList<>();
        for (BudgetStanding standing : all) {
            Optional<BudgetWarning> warning = of(standing, day);
            if (warning.isEmpty()) {
                continue;
            }
            int percent = warning.get().percent();
            Key key = new Key(standing.tenant(), standing.kind(), standing.limit(), standing.from());
            int before = told.getOrDefault(key, 0);
            if (percent > before) {
                due.add(warning.get());
            }
            present.put(key, Math.max(before, percent));
        }
        told = present;
        return due;
    }

    /** The warning at which it stands on that day; empty where it stands at none. */
    static Optional<BudgetWarning> of(BudgetStanding standing, LocalDate day) {
        OptionalInt warning = standing.warning();
        return warning.isEmpty() || standing.kind() == BudgetKind.IN_FLIGHT
                ? Optional.empty()
                : Optional.of(new BudgetWarning(standing, warning.getAsInt(), day));
    }
}
