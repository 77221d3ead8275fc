package dev.renderfarm.coordinator.input;

import dev.renderfarm.common.task.RequestField;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the sender says of columns: which one holds a field, whatever its name, and which fields need none.
 *
 * @param columns names of columns, as the sender writes them
 * @param supplied fields that come from elsewhere
 * @param read names of columns that are no fields, and are read all the same
 */
public record ColumnRules(Map<RequestField, String> columns, Set<RequestField> supplied, Set<String> read) {

    /** Columns are called as fields are. */
    public static final ColumnRules NONE = new ColumnRules(Map.of(), Set.of(), Set.of());

    public ColumnRules {
        columns = Map.copyOf(columns);
        supplied = Set.copyOf(supplied);
        read = read.stream().map(FieldNames::key).collect(Collectors.toUnmodifiableSet());
    }

    /** Of those whose columns nothing else reads. */
    public ColumnRules(Map<RequestField, String> columns, Set<RequestField> supplied) {
        this(columns, supplied, Set.of());
    }

    /** Whether a column that is no field is of use all the same. */
    boolean reads(String column) {
        return read.contains(FieldNames.key(column));
    }

    /** The field that the column is said to hold. */
    Optional<RequestField> of(String column) {
        String key = FieldNames.key(column);
        return columns.entrySet().stream()
                .filter(rule -> FieldNames.key(rule.getValue()).equals(key))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Whether a column of the field's own name is not it, since another one is or none is needed. */
    boolean replaces(RequestField field) {
        return columns.containsKey(field) || supplied.contains(field);
    }

    /** Those that the file does not have, by their field. */
    Map<RequestField, String> missingIn(Set<String> keys) {
        Map<RequestField, String> missing = new HashMap<>(columns);
        missing.values().removeIf(column -> keys.contains(FieldNames.key(column)));
        return missing;
    }
}
