package dev.renderfarm.common.batch;

import org.jspecify.annotations.Nullable;

/**
 * What validation has to say of a batch's input, and finalization of what was not done as the input asks.
 *
 * @param skippedLines that could not be rendered and were left out; in {@link RequestCounts} each is a request that
 * failed
 * @param warnings null where there are none
 */
public record InputReport(int skippedLines, @Nullable BatchWarnings warnings) {

    /** Nothing, as before validation. */
    public static final InputReport NONE = new InputReport(0, null);

    public InputReport {
        if (skippedLines < 0) {
            throw new IllegalArgumentException("skippedLines is negative: " + skippedLines);
        }
    }

    /** With what was found later; null is nothing. */
    public InputReport and(@Nullable BatchWarnings later) {
        if (later == null) {
            return this;
        }
        return new InputReport(skippedLines, warnings == null ? later : warnings.and(later));
    }

    /** What is counted with the lines that were skipped. */
    public RequestCounts withSkipped(RequestCounts tasks) {
        return new RequestCounts(tasks.total() + skippedLines, tasks.completed(), tasks.failed() + skippedLines);
    }

    /** What is counted without the lines that were skipped. */
    public RequestCounts withoutSkipped(RequestCounts requests) {
        return new RequestCounts(
                requests.total() - skippedLines, requests.completed(), requests.failed() - skippedLines);
    }
}
