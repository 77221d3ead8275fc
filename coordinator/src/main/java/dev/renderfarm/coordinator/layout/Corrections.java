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
import java.util.Optional;
import java.util.Set;

/** Lays corrections over rows. Used for one reading of a file. */
final class Corrections {

    private record Change(String field, String value) {}

    private final Set<Integer> skipped = new HashSet<>();
    private final Map<Integer, List<Change>> changes = new LinkedHashMap<>();
    private final Set<Integer> seen = new HashSet<>();

    Corrections(List<Correction> corrections) {
        for (Correction correction : corrections) {
            Integer line = correction.line();
            if (line != null && Boolean.TRUE.equals(correction.skip())) {
                skipped.add(line);
            } else if (line != null && correction.field() != null) {
                String value = correction.value() == null ? "" : correction.value();
                changes.computeIfAbsent(line, none -> new ArrayList<>()).add(new Change(correction.field(), value));
            }
        }
    }

    /** Whether the line is left out. */
    boolean skip(int line) {
        return skipped.contains(line);
    }

    /** With what is corrected of it, be it fields or columns; what names neither is a problem of the line. */
    InputRow on(InputRow row) {
        List<Change> wanted = changes.get(row.line());
        if (wanted == null) {
            return row;
        }
        seen.add(row.line());
        Map<RequestField, InputValue> values = new EnumMap<>(RequestField.class);
        values.putAll(row.values());
        Map<String, String> columns = new LinkedHashMap<>(row.columns());
        List<LineError> problems = new ArrayList<>(row.problems());
        for (Change change : wanted) {
            Optional<RequestField> field = field(row, change.field());
            String column = columns.keySet().stream()
                    .filter(name -> NearNames.key(name).equals(NearNames.key(change.field())))
                    .findFirst()
                    .orElse(null);
            if (column != null) {
                columns.put(column, change.value());
            } else if (field.isPresent()) {
                set(values, field.get(), change);
            } else {
                problems.add(new LineError(
                        FailureCode.INVALID_REQUEST,
                        row.line(),
                        change.field(),
                        "a correction names what the line does not have: "
                                + NearNames.suggestion(
                                        change.field(), row.columns().keySet())));
            }
        }
        return new InputRow(row.line(), values, columns, problems);
    }

    /** Fields that are said anew go before what a template or preset has made of the line. */
    Map<RequestField, InputValue> fields(InputRow row) {
        Map<RequestField, InputValue> fields = new HashMap<>();
        for (Change change : changes.getOrDefault(row.line(), List.of())) {
            boolean isColumn = row.columns().keySet().stream()
                    .anyMatch(name -> NearNames.key(name).equals(NearNames.key(change.field())));
            if (!isColumn && !change.value().isBlank()) {
                field(row, change.field()).ifPresent(field -> fields.put(field, cell(row.values(), field, change)));
            }
        }
        return fields;
    }

    /** Lines that were to be changed and never came. */
    List<Integer> unseen() {
        return changes.keySet().stream()
                .filter(line -> !seen.contains(line) && !skipped.contains(line))
                .toList();
    }

    private static void set(Map<RequestField, InputValue> values, RequestField field, Change change) {
        if (change.value().isBlank()) {
            values.remove(field);
        } else {
            values.put(field, cell(values, field, change));
        }
    }

    private static InputValue cell(Map<RequestField, InputValue> values, RequestField field, Change change) {
        InputValue before = values.get(field);
        String text = field == RequestField.PROMPT || field == RequestField.NEGATIVE_PROMPT
                ? change.value()
                : change.value().strip();
        return new InputValue(before == null ? field.wireName() : before.name(), InputValue.Kind.CELL, text);
    }

    /** As the plan names it: by its own name, or by what the file calls it. */
    private static Optional<RequestField> field(InputRow row, String name) {
        String key = NearNames.key(name.startsWith("body.") ? name.substring("body.".length()) : name);
        return row.values().entrySet().stream()
                .filter(value -> NearNames.key(value.getValue().name()).equals(NearNames.key(name)))
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> Arrays.stream(RequestField.values())
                        .filter(field -> field.names().contains(key))
                        .findFirst());
    }
}
