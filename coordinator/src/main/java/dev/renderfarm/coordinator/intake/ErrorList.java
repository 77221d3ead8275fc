package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.batch.BatchErrors;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first problems of an input, and how many more lines have some. */
final class ErrorList {

    private final int limit;
    private final List<LineError> kept = new ArrayList<>();
    private long furtherLines;
    private @Nullable Integer lastLine;

    ErrorList(int limit) {
        this.limit = limit;
    }

    void add(LineError error) {
        if (kept.size() < limit) {
            kept.add(error);
        } else if (error.line() == null || !error.line().equals(lastLine)) {
            furtherLines++;
        }
        lastLine = error.line();
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    BatchErrors toBatchErrors() {
        List<LineError> all = new ArrayList<>(kept);
        if (furtherLines > 0) {
            all.add(new LineError(
                    FailureCode.INVALID_REQUEST,
                    null,
                    null,
                    furtherLines + " more " + (furtherLines == 1 ? "line has" : "lines have")
                            + " errors: mend these and submit again to see the rest"));
        }
        return new BatchErrors(all);
    }
}
