package dev.renderfarm.coordinator.usage;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.Cost;
import dev.renderfarm.common.batch.UsageDay;
import dev.renderfarm.common.task.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a batch had on each day. */
final class BatchDays {

    /** What its days do not tell, as those that an earlier release counted, falls on the day on which it began. */
    static SortedMap<LocalDate, UsageSum> of(Batch batch) {
        SortedMap<LocalDate, UsageSum> sums = new TreeMap<>();
        BatchUsage usage = batch.renderfarm().usage();
        @Nullable Cost cost = usage == null ? null : usage.cost();
        @Nullable String currency = cost == null ? null : cost.price().currency();
        List<UsageDay> days = usage == null || usage.days() == null ? List.of() : usage.days();
        days.forEach(day -> sums.put(day.date(), UsageSum.of(day, currency)));
        UsageDay rest = rest(batch, usage, days);
        if (rest.completed() > 0 || rest.images() > 0 || !rest.usage().equals(Usage.NONE)) {
            sums.merge(rest.date(), UsageSum.of(rest, currency), UsageSum::plus);
        }
        return sums;
    }

    private static UsageDay rest(Batch batch, @Nullable BatchUsage all, List<UsageDay> days) {
        int completed = batch.requestCounts().completed();
        int images = all == null ? 0 : all.images();
        Usage used = all == null ? Usage.NONE : all.usage();
        Cost cost = all == null ? null : all.cost();
        @Nullable BigDecimal amount = cost == null ? null : cost.amount();
        for (UsageDay day : days) {
            completed -= day.completed();
            images -= day.images();
            used = used.less(day.usage());
            amount = amount == null || day.cost() == null ? amount : amount.subtract(day.cost());
        }
        Instant began = batch.inProgressAt() == null ? batch.createdAt() : batch.inProgressAt();
        return new UsageDay(
                LocalDate.ofInstant(began, ZoneOffset.UTC),
                Math.max(0, completed),
                Math.max(0, images),
                0,
                used,
                amount);
    }

    private BatchDays() {}
}
