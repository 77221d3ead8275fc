package dev.renderfarm.coordinator.layout;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.catalogue.Correction;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.coordinator.input.InputRow;
import dev.renderfarm.coordinator.input.InputValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lays corrections over rows. Used for one reading of a file. */
final class Corrections {

    private static final int MOST_SUGGESTED = 20;
    private static final String BODY = "body.";
    private static final Map<String, RequestField> FIELDS = Arrays.stream(RequestField.values())
            .flatMap(field -> field.names().stream().map(name -> Map.entry(name, field)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private record Change(String field, String key, String value) {}

    /**
     * A row with what is corrected of it.
     *
     * @param fields that are said anew: they go before what a template or preset makes of the line
     */
    record Corrected(InputRow row, Map<RequestField, InputValue> fields) {}

    private final Set<Integer> skipped = new HashSet<>();
    private final Map<Integer, List<Change>> changes = new LinkedHashMap<>();
    private final Set<Integer> seen = new HashSet<>();
    private int suggested;

    Corrections(List<Correction> corrections) {
        for (Correction correction : corrections) {
            Integer line = correction.line();
            if (line != null && Boolean.TRUE.equals(correction.skip())) {
                skipped.add(line);
            } else if (line != null && correction.field() != null) {
                String field = correction.field();
                String value = correction.value() == null ? "" : correction.value();
                changes.computeIfAbsent(line, none -> new ArrayList<>())
                        .add(new Change(field, NearNames.key(field), value));
            }
        }
    }

    /** Whether the line is left out. */
    boolean skip(int line) {
        return skipped.contains(line);
    }

    /** With what is corrected of it, be it fields or columns; what names neither is a problem of the line. */
    Corrected on(InputRow row) {
        List<Change> wanted = changes.get(row.line());
        if (wanted == null) {
            return new Corrected(row, Map.of());
        }
        seen.add(row.line());
        Map<String, String> columnNames = new HashMap<>();
        row.columns().keySet().forEach(name -> columnNames.putIfAbsent(NearNames.key(name), name));
        Map<String, RequestField> fieldNames = new HashMap<>();
        row.values().forEach((field, value) -> fieldNames.put(NearNames.key(value.name()), field));
        Map<RequestField, InputValue> values = new EnumMap<>(RequestField.class);
        values.putAll(row.values());
        Map<String, String> columns = new LinkedHashMap<>(row.columns());
        Map<RequestField, InputValue> anew = new EnumMap<>(RequestField.class);
        List<LineError> problems = new ArrayList<>(row.problems());
        for (Change change : wanted) {
            String column = columnNames.get(change.key());
            RequestField field = fieldNames.getOrDefault(change.key(), FIELDS.get(bare(change)));
            if (column != null) {
                columns.put(column, change.value());
            } else if (field == null) {
                problems.add(unknown(row, change));
            } else if (change.value().isBlank()) {
                values.remove(field);
            } else {
                InputValue cell = cell(values.get(field), field, change);
                values.put(field, cell);
                anew.put(field, cell);
            }
        }
        return new Corrected(new InputRow(row.line(), values, columns, problems), anew);
    }

    /** Lines that were to be changed and never came. */
    List<Integer> unseen() {
        return changes.keySet().stream()
                .filter(line -> !seen.contains(line) && !skipped.contains(line))
                .toList();
    }

    /** As the plan names a field: by its own name, or by what the file calls it. */
    private static String bare(Change change) {
        return change.field().startsWith(BODY) ? NearNames.key(change.field().substring(BODY.length())) : change.key();
    }

    private static InputValue cell(@Nullable InputValue before, RequestField field, Change change) {
        String text = field == RequestField.PROMPT || field == RequestField.NEGATIVE_PROMPT
                ? change.value()
                : change.value().strip();
        return new InputValue(before == null ? field.wireName() : before.name(), InputValue.Kind.CELL, text);
    }

    /** Which one was meant is looked for in the first of them only: that takes time. */
    private LineError unknown(InputRow row, Change change) {
        suggested++;
        String mend = suggested > MOST_SUGGESTED
                ? "name a field, or a column of the line"
                : NearNames.suggestion(change.field(), row.columns().keySet());
        return new LineError(
                FailureCode.INVALID_REQUEST,
                row.line(),
                change.field(),
                "a correction names what the line does not have: " + mend);
    }
}
