package dev.renderfarm.coordinator.usage;

import dev.renderfarm.common.batch.UsageDay;
import dev.renderfarm.common.task.Usage;
import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was had of the farm together, of whichever batches and days.
 *
 * @param completed pictures that were delivered
 * @param images pictures that were drawn and stored, doubled ones among them
 * @param bytes of the files of those that were delivered
 * @param costs by currency
 */
record UsageSum(long completed, long images, long bytes, Usage usage, SortedMap<String, BigDecimal> costs) {

    static final UsageSum NOTHING = new UsageSum(0, 0, 0, Usage.NONE, new TreeMap<>());

    /** @param currency of the day's cost; null where it has none */
    static UsageSum of(UsageDay day, @Nullable String currency) {
        SortedMap<String, BigDecimal> costs = new TreeMap<>();
        BigDecimal cost = day.cost();
        if (cost != null && currency != null) {
            costs.put(currency, cost);
        }
        return new UsageSum(day.completed(), day.images(), day.bytes(), day.usage(), costs);
    }

    UsageSum plus(UsageSum other) {
        SortedMap<String, BigDecimal> both = new TreeMap<>(costs);
        other.costs.forEach((currency, cost) -> both.merge(currency, cost, BigDecimal::add));
        return new UsageSum(
                completed + other.completed, images + other.images, bytes + other.bytes, usage.plus(other.usage), both);
    }

    /** What it cost in that currency. */
    BigDecimal cost(String currency) {
        return costs.getOrDefault(currency, BigDecimal.ZERO);
    }
}
