package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.batch.BatchErrors;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.wire.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first problems of an input, at most {@value #MOST_BYTES} bytes of them, and how many more lines have some. */
final class ErrorList {

    /** As JSON: a quarter of the largest record that brokers take by default. */
    static final int MOST_BYTES = 256 << 10;

    private final int limit;
    private final List<LineError> kept = new ArrayList<>();
    private int bytes;
    private long furtherLines;
    private @Nullable Integer lastLine;

    ErrorList(int limit) {
        this.limit = limit;
    }

    void add(LineError error) {
        if (hasRoomFor(error)) {
            kept.add(error);
            bytes += Json.bytes(error).length;
        } else if (error.line() == null || !error.line().equals(lastLine)) {
            furtherLines++;
        }
        lastLine = error.line();
    }

    /** Once one was left out, all that follow are: the rest is told by a number. */
    private boolean hasRoomFor(LineError error) {
        return furtherLines == 0 && kept.size() < limit && bytes + Json.bytes(error).length <= MOST_BYTES;
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
