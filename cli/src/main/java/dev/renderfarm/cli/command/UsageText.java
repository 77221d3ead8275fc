package dev.renderfarm.cli.command;

import dev.renderfarm.common.api.BudgetView;
import dev.renderfarm.common.api.UsageBucket;
import dev.renderfarm.common.api.UsagePage;
import dev.renderfarm.common.api.UsageResult;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What was had of the farm, for people.
 *
 * @param groups that are told apart
 */
record UsageText(List<String> groups, boolean monthly) {

    private static final int DAY = "2026-01-01".length();
    private static final int MONTH = "2026-01".length();

    String of(UsagePage page) {
        List<String> header = new ArrayList<>(List.of(monthly ? "MONTH" : "DAY"));
        groups.forEach(group -> header.add(group.toUpperCase(Locale.ROOT)));
        header.addAll(List.of("COMPLETED", "DRAWN", "BYTES", "DEVICE SECONDS", "COST"));
        Table table = new Table(header.toArray(String[]::new));
        int rows = 0;
        for (UsageBucket bucket : page.data()) {
            for (UsageResult result : bucket.results()) {
                table.add(row(bucket.startTime(), result).toArray(String[]::new));
                rows++;
            }
        }
        return (rows == 0 ? "Nothing was had of the farm in that time.\n" : table.take()) + budgets(page.budgets());
    }

    private List<String> row(Instant start, UsageResult result) {
        String date = LocalDate.ofInstant(start, ZoneOffset.UTC).toString();
        List<String> row = new ArrayList<>(List.of(date.substring(0, monthly ? MONTH : DAY)));
        groups.forEach(group -> row.add(Objects.toString(
                switch (group.strip()) {
                    case "tenant" -> result.tenant();
                    case "model" -> result.model();
                    case "batch" -> result.batch();
                    default -> null;
                },
                "")));
        row.add(String.valueOf(result.completed()));
        row.add(String.valueOf(result.images()));
        row.add(String.valueOf(result.bytes()));
        row.add(result.usage()
                .deviceSeconds()
                .setScale(1, RoundingMode.HALF_EVEN)
                .toPlainString());
        row.add(result.costs().stream()
                .map(cost -> cost.value().setScale(4, RoundingMode.HALF_EVEN).toPlainString() + " " + cost.currency())
                .collect(Collectors.joining(" + ")));
        return row;
    }

    private static String budgets(List<BudgetView> budgets) {
        if (budgets.isEmpty()) {
            return "";
        }
        Table table = new Table("TENANT", "BUDGET", "USED", "OF", "PERCENT", "");
        for (BudgetView budget : budgets) {
            table.add(
                    budget.tenant().value(),
                    budget.budget().wireName(),
                    budget.used().toPlainString(),
                    budget.limit().toPlainString(),
                    String.valueOf((long) Math.floor(budget.share() * 100)),
                    budget.exhausted()
                            ? budget.freesAt() == null ? "used up" : "used up until " + budget.freesAt()
                            : "");
        }
        return "\n" + table.take();
    }
}
