package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.coordinator.input.InputRow;
import dev.renderfarm.coordinator.input.RowSink;
import dev.renderfarm.coordinator.items.ItemPartWriter;
import java.util.List;
import java.util.Map;

/**
 * Writes the items of sound rows for as long as there is no error; ends at the limits and when the thread is
 * interrupted.
 */
final class ItemSink implements RowSink {

    private final RowChecker checker;
    private final ItemPartWriter parts;
    private final ErrorList errors;
    private final WarningList warnings;
    private final CarriedColumns columns;
    private final IntakeLimits limits;
    private int rows;
    private int pictures;
    private int items;
    private boolean tooMany;

    ItemSink(RowChecker checker, ItemPartWriter parts, ErrorList errors, WarningList warnings, IntakeLimits limits) {
        this.checker = checker;
        this.parts = parts;
        this.errors = errors;
        this.warnings = warnings;
        this.columns = new CarriedColumns(warnings);
        this.limits = limits;
    }

    int items() {
        return items;
    }

    @Override
    public void row(InputRow row) {
        rows++;
        if (rows > limits.maxLines()) {
            endWith(row, "the file has more than " + limits.maxLines() + " requests");
            return;
        }
        if (!row.problems().isEmpty()) {
            row.problems().forEach(errors::add);
            return;
        }
        List<RenderItem> wanted = checker.check(row);
        Map<String, String> carried = columns.of(row);
        pictures += wanted.size();
        if (pictures > limits.maxPictures()) {
            endWith(row, "the file asks for more than " + limits.maxPictures() + " pictures");
        }
        if (errors.isEmpty()) {
            wanted.forEach(item -> parts.write(item, carried));
            items += wanted.size();
        }
    }

    /** The names of the columns that are carried. No more rows come. */
    List<String> columns() {
        columns.warn();
        return columns.names();
    }

    private void endWith(InputRow row, String what) {
        tooMany = true;
        problem(new LineError(FailureCode.INVALID_REQUEST, row.line(), null, what + ": split it into several batches"));
    }

    @Override
    public void problem(LineError error) {
        errors.add(error);
    }

    @Override
    public void warning(LineWarning warning) {
        warnings.add(warning);
    }

    @Override
    public boolean wantsMore() {
        return !tooMany && !Thread.currentThread().isInterrupted();
    }
}
