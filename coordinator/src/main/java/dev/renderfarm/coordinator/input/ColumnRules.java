package dev.renderfarm.coordinator.input;

import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.RequestField;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the sender says of columns: which fields there are, which column holds one, whatever its name, and which fields
 * need none.
 *
 * @param endpoint whose fields are read
 * @param columns names of columns, as the sender writes them
 * @param supplied fields that come from elsewhere, or from nowhere
 * @param read names of columns that are no fields, and are read all the same
 */
public record ColumnRules(
        ImageEndpoint endpoint, Map<RequestField, String> columns, Set<RequestField> supplied, Set<String> read) {

    public ColumnRules {
        columns = Map.copyOf(columns);
        supplied = Set.copyOf(supplied);
        read = read.stream().map(FieldNames::key).collect(Collectors.toUnmodifiableSet());
    }

    /** Columns are called as fields are. */
    public static ColumnRules of(ImageEndpoint endpoint) {
        return new ColumnRules(endpoint, Map.of(), Set.of(), Set.of());
    }

    /** Whether columns are called as fields are. */
    boolean areNone() {
        return equals(of(endpoint));
    }

    /** The field of that exact name. */
    Optional<RequestField> named(String name) {
        return FieldNames.named(name, endpoint);
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

    /** Whether a column of the field's own name is one of the sender's, as he says. */
    boolean isSetAside(RequestField field) {
        return supplied.contains(field) && !field.isRequired();
    }

    /** Those that the file does not have, by their field. */
    Map<RequestField, String> missingIn(Set<String> keys) {
        Map<RequestField, String> missing = new HashMap<>(columns);
        missing.values().removeIf(column -> keys.contains(FieldNames.key(column)));
        return missing;
    }
}
