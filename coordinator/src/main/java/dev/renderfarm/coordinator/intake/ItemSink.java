package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.input.InputRow;
import dev.renderfarm.coordinator.input.RowSink;
import dev.renderfarm.coordinator.items.ItemPartWriter;

/** Writes the items of sound rows for as long as there is no error; ends at the limit of lines and when the thread is interrupted. */
final class ItemSink implements RowSink {

    private final RowChecker checker;
    private final ItemPartWriter parts;
    private final ErrorList errors;
    private final int maxLines;
    private int rows;
    private int items;
    private boolean tooMany;

    ItemSink(RowChecker checker, ItemPartWriter parts, ErrorList errors, int maxLines) {
        this.checker = checker;
        this.parts = parts;
        this.errors = errors;
        this.maxLines = maxLines;
    }

    int items() {
        return items;
    }

    @Override
    public void row(InputRow row) {
        rows++;
        if (rows > maxLines) {
            tooMany = true;
            problem(new LineError(
                    FailureCode.INVALID_REQUEST,
                    row.line(),
                    null,
                    "the file has more than " + maxLines + " requests: split it into several batches"));
            return;
        }
        checker.check(row).ifPresent(item -> {
            if (errors.isEmpty()) {
                parts.write(item);
                items++;
            }
        });
    }

    @Override
    public void problem(LineError error) {
        errors.add(error);
    }

    @Override
    public boolean wantsMore() {
        return !tooMany && !Thread.currentThread().isInterrupted();
    }
}
