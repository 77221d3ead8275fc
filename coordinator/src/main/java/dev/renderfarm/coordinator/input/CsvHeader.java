package dev.renderfarm.coordinator.input;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.manifest.ManifestText;
import dev.renderfarm.common.task.RequestField;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a CSV mean.
 *
 * @param usable whether reading the rows makes sense
 * @param isManifest whether cells are written as those of a manifest
 * @param sides where the size stands in two columns
 */
record CsvHeader(
        List<Column> columns,
        List<LineError> problems,
        List<LineWarning> warnings,
        boolean usable,
        boolean isManifest,
        @Nullable Sides sides) {

    /** The places of the columns of width and height. */
    record Sides(int width, int height) {}

    /**
     * @param name as rows call it: of the farm's columns and of those that are carried, no two are equal
     * @param field null where it is none of the farm's
     */
    record Column(String name, @Nullable RequestField field, boolean isCarried) {

        static Column of(String name, RequestField field) {
            return new Column(name, field, false);
        }

        static Column carried(String name) {
            return new Column(name, null, true);
        }

        static Column ignored(String name) {
            return new Column(name, null, false);
        }
    }

    CsvHeader {
        columns = List.copyOf(columns);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** @param strict whether a column that is none of the farm's is a problem; else it is carried */
    static CsvHeader of(CsvRecord record, boolean strict) {
        return new CsvHeaderReader(Math.toIntExact(record.getStartingLineNumber()), record.getFields(), strict).read();
    }

    int width() {
        return columns.size();
    }

    /** What the cells of a row say. */
    List<String> texts(List<String> cells) {
        return isManifest ? cells.stream().map(ManifestText::read).toList() : cells;
    }

    Map<RequestField, InputValue> values(List<String> cells) {
        Map<RequestField, InputValue> values = new EnumMap<>(RequestField.class);
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (column.field() != null && !cells.get(i).isEmpty()) {
                values.putIfAbsent(column.field(), new InputValue(column.name(), InputValue.Kind.CELL, cells.get(i)));
            }
        }
        if (sides != null
                && !cells.get(sides.width).isEmpty()
                && !cells.get(sides.height).isEmpty()) {
            String size = cells.get(sides.width) + "x" + cells.get(sides.height);
            values.putIfAbsent(RequestField.SIZE, new InputValue("width", InputValue.Kind.CELL, size));
        }
        return values;
    }

    /** What is carried, empty cells too. */
    Map<String, String> carried(List<String> cells) {
        Map<String, String> carried = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).isCarried()) {
                carried.put(columns.get(i).name(), cells.get(i));
            }
        }
        return carried;
    }
}
