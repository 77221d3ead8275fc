package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.coordinator.batch.SkippedLine;
import dev.renderfarm.coordinator.input.InputRow;
import dev.renderfarm.coordinator.input.RowSink;
import java.util.List;
import java.util.Map;

/**
 * Gives the pictures of sound rows to a target, and the rows that are skipped, and counts them; without skipping, only
 * for as long as there is no error. Ends at the limits and when the thread is interrupted.
 */
final class ItemSink implements RowSink {

    private final RowChecker checker;
    private final IntakeTarget target;
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
            IntakeTarget target,
            ErrorList errors,
            WarningList warnings,
            IntakeLimits limits,
            boolean skipsLines) {
        this.checker = checker;
        this.target = target;
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
            refuse(row, checked, carried);
        }
    }

    private void take(InputRow row, CheckedRow checked, Map<String, String> carried) {
        List<RenderItem> wanted = checked.items();
        pictures += wanted.size();
        if (pictures > limits.maxPictures()) {
            endWith(row, "the file asks for more than " + limits.maxPictures() + " pictures");
        }
        if (!tooMany) {
            target.line(row, wanted, carried, checked.responseFormat());
        }
        if (!rejected) {
            items += wanted.size();
        }
    }

    private void refuse(InputRow input, CheckedRow row, Map<String, String> carried) {
        row.problems().forEach(error -> {
            errors.add(error);
            target.mistake(error, input);
        });
        if (!skipsLines) {
            reject();
        } else if (!rejected) {
            target.skipped(new SkippedLine(row.customId(), row.problem(), carried));
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
        target.mistake(error, null);
        reject();
    }

    private void reject() {
        if (!rejected) {
            rejected = true;
            target.rejected();
        }
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
