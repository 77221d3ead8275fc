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
    /** Of a batch that goes on, whose every status record repeats them. */
    static final int MOST_SKIPPED = 20;
    /** As JSON, likewise. */
    static final int MOST_SKIPPED_BYTES = 16 << 10;

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

    /** Of a batch that they reject. */
    BatchErrors toBatchErrors() {
        return told(kept, furtherLines, "mend these and submit again to see the rest");
    }

    /**
     * Of a batch that goes on without their lines.
     *
     * @param lines that were skipped
     */
    @Nullable
    BatchErrors ofSkipped(int lines) {
        List<LineError> first = new ArrayList<>();
        int size = 0;
        for (LineError error : kept) {
            size += Json.bytes(error).length;
            if (first.size() == MOST_SKIPPED || size > MOST_SKIPPED_BYTES) {
                break;
            }
            first.add(error);
        }
        long named = first.stream().map(LineError::line).distinct().count();
        return lines == 0 ? null : told(first, lines - named, "errors.jsonl has them all");
    }

    private static BatchErrors told(List<LineError> first, long more, String mend) {
        List<LineError> all = new ArrayList<>(first);
        if (more > 0) {
            String lines = more == 1 ? "1 more line has errors: " : more + " more lines have errors: ";
            all.add(new LineError(FailureCode.INVALID_REQUEST, null, null, lines + mend));
        }
        return new BatchErrors(all);
    }
}
