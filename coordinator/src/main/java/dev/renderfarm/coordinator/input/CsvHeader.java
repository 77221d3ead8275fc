package dev.renderfarm.coordinator.input;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.RequestField;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the columns of a CSV mean. Names are read without regard to case and surrounding white space. */
final class CsvHeader {

    private record Column(String name, @Nullable RequestField field) {}

    private final List<Column> columns;
    private final List<LineError> problems;
    private final boolean usable;

    private CsvHeader(List<Column> columns, List<LineError> problems, boolean usable) {
        this.columns = columns;
        this.problems = problems;
        this.usable = usable;
    }

    static CsvHeader of(CsvRecord record) {
        int line = Math.toIntExact(record.getStartingLineNumber());
        List<Column> columns = new ArrayList<>();
        List<LineError> problems = new ArrayList<>();
        Map<RequestField, String> seen = new EnumMap<>(RequestField.class);
        for (String cell : record.getFields()) {
            String name = cell.strip().toLowerCase(Locale.ROOT);
            Optional<RequestField> field = FieldNames.named(name);
            if (field.isEmpty()) {
                problems.add(problem(line, name, "unknown column \"" + name + "\": " + FieldNames.suggestion(name)));
            } else if (seen.containsKey(field.get())) {
                problems.add(problem(
                        line,
                        name,
                        "columns \"" + seen.get(field.get()) + "\" and \"" + name + "\" are the same: keep one"));
            } else {
                seen.put(field.get(), name);
            }
            columns.add(new Column(name, field.orElse(null)));
        }
        boolean usable = true;
        for (RequestField field : RequestField.values()) {
            if (field.isRequired() && !seen.containsKey(field)) {
                String name = field == RequestField.CUSTOM_ID ? "sku" : field.wireName();
                problems.add(problem(line, name, "column \"" + name + "\" is missing: the first line must name it"));
                usable = false;
            }
        }
        return new CsvHeader(columns, problems, usable);
    }

    List<LineError> problems() {
        return problems;
    }

    /** Whether reading the rows makes sense. */
    boolean usable() {
        return usable;
    }

    int width() {
        return columns.size();
    }

    Map<RequestField, InputValue> values(List<String> cells) {
        Map<RequestField, InputValue> values = new EnumMap<>(RequestField.class);
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (column.field() != null && !cells.get(i).isEmpty()) {
                values.putIfAbsent(column.field(), new InputValue(column.name(), InputValue.Kind.CELL, cells.get(i)));
            }
        }
        return values;
    }

    private static LineError problem(int line, String column, String message) {
        return new LineError(FailureCode.INVALID_REQUEST, line, column, message);
    }
}
