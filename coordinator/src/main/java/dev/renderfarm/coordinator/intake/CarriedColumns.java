package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.coordinator.input.InputRow;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns of an input that are none of the farm's and come back in the results: the first {@value #MOST}, whose
 * names have at most {@value #LONGEST_NAME} characters, with at most {@value #MOST_BYTES} bytes per line. What goes
 * beyond is left out with a warning.
 */
final class CarriedColumns {

    static final int MOST = 256;
    static final int LONGEST_NAME = 200;
    static final int MOST_BYTES = 16 << 10;

    private static final int NAMED = 10;

    private final WarningList warnings;
    private final Set<String> names = new LinkedHashSet<>();

    CarriedColumns(WarningList warnings) {
        this.warnings = warnings;
    }

    /** Those of a row that are carried and not empty. */
    Map<String, String> of(InputRow row) {
        Map<String, String> carried = new LinkedHashMap<>();
        int free = MOST_BYTES;
        for (Map.Entry<String, String> column : row.columns().entrySet()) {
            int bytes = bytes(column.getKey()) + bytes(column.getValue());
            String reason = whyNot(column.getKey(), bytes, free);
            if (reason != null) {
                warnings.add(new LineWarning(WarningCode.COLUMN_NOT_READ, row.line(), column.getKey(), reason));
            } else if (!column.getValue().isEmpty()) {
                carried.put(column.getKey(), column.getValue());
                free -= bytes;
            }
        }
        return carried;
    }

    /** All that any row has, in the order in which they were met. */
    List<String> names() {
        return List.copyOf(names);
    }

    /** No more rows come. */
    void warn() {
        if (names.size() == 1) {
            warnings.add(new LineWarning(
                    WarningCode.COLUMN_NOT_READ,
                    null,
                    names.iterator().next(),
                    "is not read: it is carried into the results"));
        } else if (!names.isEmpty()) {
            String first = names.stream().limit(NAMED).collect(Collectors.joining("\", \"", "\"", "\""));
            String more = names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "";
            warnings.add(new LineWarning(
                    WarningCode.COLUMN_NOT_READ,
                    null,
                    null,
                    "columns " + first + more + " are not read: they are carried into the results"));
        }
    }

    private @Nullable String whyNot(String name, int bytes, int free) {
        if (name.length() > LONGEST_NAME) {
            return "is not carried into the results: its name has more than " + LONGEST_NAME + " characters";
        }
        if (!names.contains(name)) {
            if (names.size() == MOST) {
                return "is not carried into the results: " + MOST + " columns before it are";
            }
            names.add(name);
        }
        return bytes > free
                ? "is left out of the results where the columns of a line have more than " + MOST_BYTES + " bytes"
                : null;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
