package dev.renderfarm.coordinator.plan;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.plan.BatchPlan;
import dev.renderfarm.coordinator.input.InputRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts mistakes together that one mend may cure: of the same code and field, with messages that are equal but for
 * numbers and what they quote. Holds the first {@value #MOST_GROUPS} kinds and {@value #MOST_LINES} lines of each, with at
 * most {@value #MOST_CHARACTERS} characters of cells; what goes beyond is counted.
 */
final class MistakeGroups {

    static final int MOST_GROUPS = 50;
    static final int MOST_LINES = 100;
    static final int MOST_CHARACTERS = 1 << 20;

    private static final int MOST_CELLS = 40;
    private static final int LONGEST_CELL = 300;
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|\\{[^}]*}");
    private static final Pattern NUMBERS = Pattern.compile("[0-9]+");

    private record Kind(FailureCode code, @Nullable String param, String pattern) {}

    private static final class Group {
        private final LineError first;
        private final List<BatchPlan.Line> lines = new ArrayList<>();
        private int count;

        Group(LineError first) {
            this.first = first;
        }
    }

    private final Map<Kind, Group> groups = new LinkedHashMap<>();
    private int total;
    private int lines;
    private int beyond;
    private int characters;
    private @Nullable Integer lastLine;

    /** @param row whose mistake it is; null where it is the file's */
    void add(LineError error, @Nullable InputRow row) {
        total++;
        if (error.line() != null && !error.line().equals(lastLine)) {
            lines++;
            lastLine = error.line();
        }
        Kind kind = new Kind(error.code(), error.field(), pattern(error.message()));
        Group group = groups.get(kind);
        if (group == null) {
            if (groups.size() == MOST_GROUPS) {
                beyond++;
                return;
            }
            group = new Group(error);
            groups.put(kind, group);
        }
        group.count++;
        if (group.lines.size() < MOST_LINES) {
            group.lines.add(new BatchPlan.Line(error.line(), error.message(), row == null ? Map.of() : cells(row)));
        }
    }

    BatchPlan.Errors told() {
        List<BatchPlan.Group> told = groups.values().stream()
                .sorted(Comparator.comparingInt((Group group) -> -group.count))
                .map(MistakeGroups::told)
                .toList();
        return new BatchPlan.Errors(total, lines, told, beyond);
    }

    private static BatchPlan.Group told(Group group) {
        String message = group.first.message();
        int colon = message.indexOf(": ");
        return new BatchPlan.Group(
                group.first.code(),
                group.first.field(),
                colon < 0 ? message : message.substring(0, colon),
                colon < 0 ? null : message.substring(colon + 2),
                group.count,
                group.lines);
    }

    private Map<String, String> cells(InputRow row) {
        Map<String, String> cells = new LinkedHashMap<>();
        row.values().values().forEach(value -> put(cells, value.name(), value.text()));
        row.columns().forEach((name, text) -> put(cells, name, text));
        return cells;
    }

    private void put(Map<String, String> cells, String name, String text) {
        if (cells.size() < MOST_CELLS && characters < MOST_CHARACTERS && !text.isEmpty()) {
            String cut = text.length() <= LONGEST_CELL ? text : text.substring(0, LONGEST_CELL) + "…";
            cells.put(name.length() <= LONGEST_CELL ? name : name.substring(0, LONGEST_CELL) + "…", cut);
            characters += name.length() + cut.length();
        }
    }

    private static String pattern(String message) {
        return NUMBERS.matcher(QUOTED.matcher(message).replaceAll("\"\"")).replaceAll("#");
    }
}
