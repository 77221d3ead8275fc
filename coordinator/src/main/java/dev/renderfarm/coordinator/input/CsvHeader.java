package dev.renderfarm.coordinator.input;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.manifest.ManifestText;
import dev.renderfarm.common.task.RequestField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

        boolean isNamed() {
            return !name.isEmpty();
        }
    }

    CsvHeader {
        columns = List.copyOf(columns);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** @param strict whether a column that is none of the farm's is a problem; else it is carried */
    static CsvHeader of(CsvRecord record, boolean strict, ColumnRules rules) {
        int line = Math.toIntExact(record.getStartingLineNumber());
        return new CsvHeaderReader(line, record.getFields(), strict, rules).read();
    }

    /** Up to its last column that has a name. */
    int namedWidth() {
        for (int i = columns.size(); i > 0; i--) {
            if (columns.get(i - 1).isNamed()) {
                return i;
            }
        }
        return 0;
    }

    /** What the cells of a row say. */
    List<String> texts(List<String> cells) {
        return isManifest ? cells.stream().map(ManifestText::read).toList() : cells;
    }

    /** The problem with a row that has something to say where the header names no column. */
    Optional<LineError> nameless(int line, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            boolean named = i < columns.size() && columns.get(i).isNamed();
            if (!named && !CellText.isBlank(cells.get(i))) {
                String column = "column " + letters(i);
                String message = column + " has no name in the header, but holds \"" + cells.get(i)
                        + "\" here: name the column or empty the cell; a cell that contains the separator stands in"
                        + " double quotes";
                return Optional.of(new LineError(FailureCode.INVALID_REQUEST, line, column, message));
            }
        }
        return Optional.empty();
    }

    /** The cells, with empty ones where a row ends early. */
    List<String> fitted(List<String> cells) {
        List<String> fitted = new ArrayList<>(cells);
        fitted.addAll(Collections.nCopies(Math.max(0, columns.size() - cells.size()), ""));
        return fitted;
    }

    /** @param cells as many as columns, at least */
    Map<RequestField, InputValue> values(List<String> cells, CsvDialect dialect) {
        Map<RequestField, InputValue> values = new EnumMap<>(RequestField.class);
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (column.field() != null && !CellText.isBlank(cells.get(i))) {
                String text = dialect.hasDecimalCommas()
                        ? CellText.withPoint(column.field(), cells.get(i))
                        : CellText.of(column.field(), cells.get(i));
                values.putIfAbsent(column.field(), new InputValue(column.name(), InputValue.Kind.CELL, text));
            }
        }
        if (sides != null
                && !cells.get(sides.width).isEmpty()
                && !cells.get(sides.height).isEmpty()) {
            String size = CellText.bare(cells.get(sides.width)) + "x" + CellText.bare(cells.get(sides.height));
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

    /** As a spreadsheet calls a column: A to Z, then AA. */
    private static String letters(int column) {
        String last = String.valueOf((char) ('A' + column % 26));
        return column < 26 ? last : letters(column / 26 - 1) + last;
    }
}
