package dev.renderfarm.endtoend.bench;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What was measured of one build: the samples of each figure, and those of its first, cold round apart. */
final class Sheet {

    private final String build;
    private final Map<Measure, List<Double>> warm = new LinkedHashMap<>();
    private final Map<Measure, Double> cold = new LinkedHashMap<>();

    Sheet(String build) {
        this.build = build;
    }

    void add(Measure measure, double value) {
        warm.computeIfAbsent(measure, any -> new ArrayList<>()).add(value);
    }

    void addCold(Measure measure, double value) {
        cold.put(measure, value);
    }

    Map<Measure, Samples> samples() {
        Map<Measure, Samples> samples = new LinkedHashMap<>();
        warm.forEach((measure, values) -> samples.put(measure, new Samples(measure.unit(), values)));
        return samples;
    }

    /** One row for each figure, with columns for every build. */
    static String markdown(List<Sheet> sheets) {
        StringBuilder table = new StringBuilder("| figure | unit |");
        sheets.forEach(sheet -> table.append(" %s | least to greatest, n | cold |".formatted(sheet.build)));
        table.append(sheets.size() == 2 ? " %s over %s |".formatted(sheets.get(1).build, sheets.get(0).build) : "")
                .append("\n|---|---|")
                .append("---|---|---|".repeat(sheets.size()))
                .append(sheets.size() == 2 ? "---|" : "")
                .append("\n");
        for (Measure measure : measures(sheets)) {
            table.append(sheets.stream()
                            .map(sheet -> sheet.columns(measure))
                            .collect(Collectors.joining(
                                    " | ", "| %s | %s | ".formatted(measure.name(), measure.unit()), " |")))
                    .append(sheets.size() == 2 ? ratio(measure, sheets) : "")
                    .append("\n");
        }
        return table.toString();
    }

    private static List<Measure> measures(List<Sheet> sheets) {
        Set<Measure> known = new TreeSet<>();
        sheets.forEach(sheet -> known.addAll(sheet.warm.keySet()));
        return List.copyOf(known);
    }

    private String columns(Measure measure) {
        List<Double> values = warm.get(measure);
        if (values == null) {
            return "- | - | -";
        }
        Samples samples = new Samples(measure.unit(), values);
        Double first = cold.get(measure);
        return "%s | %s to %s, %d | %s"
                .formatted(
                        digits(samples.median()),
                        digits(samples.values().get(0)),
                        digits(samples.values().get(samples.values().size() - 1)),
                        samples.values().size(),
                        first == null ? "" : digits(first));
    }

    private static String ratio(Measure measure, List<Sheet> sheets) {
        if (!sheets.stream().allMatch(sheet -> sheet.warm.containsKey(measure))) {
            return " |";
        }
        List<Double> medians = sheets.stream()
                .map(sheet -> new Samples("", requireNonNull(sheet.warm.get(measure))).median())
                .toList();
        return medians.get(0) == 0 ? " |" : " %s |".formatted(digits(medians.get(1) / medians.get(0)));
    }

    private static String digits(double value) {
        return value >= 100 ? "%.0f".formatted(value) : value >= 10 ? "%.1f".formatted(value) : "%.2f".formatted(value);
    }
}
