package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.coordinator.batch.SkippedLine;
import dev.renderfarm.coordinator.input.InputRow;
import dev.renderfarm.coordinator.input.RowSink;
import dev.renderfarm.coordinator.items.ItemPartWriter;
import java.util.List;
import java.util.Map;

/**
 * Writes the items of sound rows, and the rows that are skipped; without skipping, only for as long as there is no
 * error. Ends at the limits and when the thread is interrupted.
 */
final class ItemSink implements RowSink {

    private final RowChecker checker;
    private final ItemPartWriter parts;
    private final ErrorList errors;
    private final WarningList warnings;
    private final CarriedColumns columns;
    private final IntakeLimits limits;
    private final boolean skipsLines;
    private int rows;
    private int pictures;
    private int items;
    private int skipped;
    private boolean rejected;
    private boolean tooMany;

    ItemSink(
            RowChecker checker,
            ItemPartWriter parts,
            ErrorList errors,
            WarningList warnings,
            IntakeLimits limits,
            boolean skipsLines) {
        this.checker = checker;
        this.parts = parts;
        this.errors = errors;
        this.warnings = warnings;
        this.columns = new CarriedColumns(warnings);
        this.limits = limits;
        this.skipsLines = skipsLines;
    }

    int items() {
        return items;
    }

    int skipped() {
        return skipped;
    }

    /** Whether nothing is to be rendered. */
    boolean isRejected() {
        return rejected || items == 0;
    }

    @Override
    public void row(InputRow row) {
        rows++;
        if (rows > limits.maxLines()) {
            endWith(row, "the file has more than " + limits.maxLines() + " requests");
            return;
        }
        CheckedRow checked = checker.check(row);
        Map<String, String> carried = columns.of(row);
        if (checked.isSound()) {
            take(row, checked, carried);
        } else {
            refuse(checked, carried);
        }
    }

    private void take(InputRow row, CheckedRow checked, Map<String, String> carried) {
        List<RenderItem> wanted = checked.items();
        pictures += wanted.size();
        if (pictures > limits.maxPictures()) {
            endWith(row, "the file asks for more than " + limits.maxPictures() + " pictures");
        }
        if (!rejected) {
            wanted.forEach(item -> parts.write(item, carried, checked.responseFormat()));
            items += wanted.size();
        }
    }

    private void refuse(CheckedRow row, Map<String, String> carried) {
        row.problems().forEach(errors::add);
        if (!skipsLines) {
            rejected = true;
        } else if (!rejected) {
            parts.skip(new SkippedLine(row.customId(), row.problem(), carried));
            skipped++;
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
        rejected = true;
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
