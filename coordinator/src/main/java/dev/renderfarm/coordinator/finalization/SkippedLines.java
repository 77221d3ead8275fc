package dev.renderfarm.coordinator.finalization;

import dev.renderfarm.coordinator.batch.SkippedLine;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The lines of a batch's input that were skipped, each given out when its place in the input has come. */
final class SkippedLines {

    private final Iterator<SkippedLine> lines;
    private @Nullable SkippedLine ahead;
    private int given;

    SkippedLines(Iterator<SkippedLine> lines) {
        this.lines = lines;
    }

    /** The next one that stands before a line of the input, or null. One whose place is lost stands before all. */
    @Nullable
    SkippedLine nextBefore(int line) {
        if (ahead == null && lines.hasNext()) {
            ahead = lines.next();
        }
        SkippedLine next = ahead;
        if (next == null || (next.error().line() != null && next.error().line() >= line)) {
            return null;
        }
        ahead = null;
        given++;
        return next;
    }

    /** How many have been given out. */
    int given() {
        return given;
    }
}
