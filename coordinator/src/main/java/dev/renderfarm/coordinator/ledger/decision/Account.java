package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.batch.UsageDay;
import dev.renderfarm.common.task.Usage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a batch has taken of devices, and at which price.
 *
 * @param price of its model when it was validated, which it keeps; null where the farm had none
 * @param usage of all results of its tasks, each counted once; null where none has told of any
 * @param imagesDrawn pictures among these results; null for none
 * @param usageDays the same by the day on which it was counted, and what was delivered on it, oldest first; null for none.
 *     At most as many as a completion window has days, and one
 */
record Account(
        @Nullable DevicePrice price,
        @Nullable Usage usage,
        @Nullable Integer imagesDrawn,
        @Nullable List<UsageDay> usageDays) {

    static final Account NONE = new Account(null, null, null, null);

    Account {
        usageDays = usageDays == null ? null : List.copyOf(usageDays);
    }

    Account at(@Nullable DevicePrice current) {
        return new Account(current, usage, imagesDrawn, usageDays);
    }

    Account plus(LocalDate day, Usage more, boolean image) {
        return new Account(
                price,
                usage == null ? more : usage.plus(more),
                images() + (image ? 1 : 0),
                with(day, known -> known.using(more, image)));
    }

    /** A picture is there, of so many bytes. */
    Account delivered(LocalDate day, long bytes) {
        return new Account(price, usage, imagesDrawn, with(day, known -> known.delivered(bytes)));
    }

    /** As everyone is told; null where there is nothing to tell. */
    @Nullable
    BatchUsage view() {
        return usage == null
                ? null
                : new BatchUsage(usage, images(), price == null ? null : price.of(usage), pricedDays());
    }

    /** What each day adds to the cost of all before it, so that the days' sum is the cost of all. */
    private @Nullable List<UsageDay> pricedDays() {
        DevicePrice known = price;
        if (known == null || usageDays == null) {
            return usageDays;
        }
        List<UsageDay> days = new ArrayList<>();
        Usage before = usage == null ? Usage.NONE : usage;
        BigDecimal costs = known.of(before).amount();
        for (int i = usageDays.size() - 1; i >= 0; i--) {
            UsageDay day = usageDays.get(i);
            before = before.less(day.usage());
            BigDecimal costsBefore = known.of(before).amount();
            days.add(0, day.costing(costs.subtract(costsBefore)));
            costs = costsBefore;
        }
        return days;
    }

    private List<UsageDay> with(LocalDate day, UnaryOperator<UsageDay> change) {
        List<UsageDay> days = new ArrayList<>(usageDays == null ? List.of() : usageDays);
        for (int i = days.size() - 1; i >= 0; i--) {
            if (days.get(i).date().equals(day)) {
                days.set(i, change.apply(days.get(i)));
                return days;
            }
        }
        days.add(change.apply(UsageDay.of(day)));
        days.sort(Comparator.comparing(UsageDay::date));
        return days;
    }

    private int images() {
        return imagesDrawn == null ? 0 : imagesDrawn;
    }
}
