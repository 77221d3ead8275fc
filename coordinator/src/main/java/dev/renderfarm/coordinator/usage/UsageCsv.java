package dev.renderfarm.coordinator.usage;

import dev.renderfarm.common.api.UsageBucket;
import dev.renderfarm.common.api.UsagePage;
import dev.renderfarm.common.api.UsageResult;
import dev.renderfarm.common.manifest.ManifestText;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Usage as a sheet, a row for each result; where one costs in several currencies, a row for each of them. No cell is run by a spreadsheet. */
public final class UsageCsv {

    /** Its first line. */
    public static final String HEADER =
            "date,tenant,model,batch,completed,images,bytes,device_seconds,energy_joules,cost,currency\n";

    /** The page's rows without the header. */
    public static String rows(UsagePage page) {
        StringBuilder csv = new StringBuilder();
        for (UsageBucket bucket : page.data()) {
            LocalDate date = LocalDate.ofInstant(bucket.startTime(), ZoneOffset.UTC);
            bucket.results().forEach(result -> rows(csv, date, result));
        }
        return csv.toString();
    }

    private static void rows(StringBuilder csv, LocalDate date, UsageResult result) {
        List<UsageResult.Amount> costs = result.costs();
        row(csv, date, result, true, costs.isEmpty() ? null : costs.get(0));
        costs.stream().skip(1).forEach(cost -> row(csv, date, result, false, cost));
    }

    /** @param counts whether it tells the counts, which belong to no currency */
    private static void row(
            StringBuilder csv, LocalDate date, UsageResult result, boolean counts, UsageResult.@Nullable Amount cost) {
        BigDecimal energy = result.usage().energyJoules();
        Stream<@Nullable Object> cells = Stream.of(
                date,
                result.tenant(),
                result.model(),
                result.batch(),
                counts ? result.completed() : 0,
                counts ? result.images() : 0,
                counts ? result.bytes() : 0,
                counts ? result.usage().deviceSeconds().toPlainString() : 0,
                counts && energy != null ? energy.toPlainString() : null,
                cost == null ? null : cost.value().toPlainString(),
                cost == null ? null : cost.currency());
        csv.append(cells.map(cell -> ManifestText.written(Objects.toString(cell, "")))
                        .collect(Collectors.joining(",")))
                .append('\n');
    }

    private UsageCsv() {}
}
