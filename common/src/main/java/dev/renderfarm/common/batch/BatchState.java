package dev.renderfarm.common.batch;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.renderfarm.common.task.Lane;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a list of batches may be narrowed to. A batch may be in several of these states at once, or in none. */
public enum BatchState {
    RENDERING("has not ended, and does not wait for a yes to its previews", BatchState::isRendering),
    TO_REVIEW(
            "waits for a yes to its previews; or has ended with pictures of which nobody has said anything, unless"
                    + " somebody waited for them",
            BatchState::isToReview),
    NEEDS_MENDING(
            "failed its validation, ended with pictures that failed or lines that were skipped, or is stopped for its"
                    + " failures",
            BatchState::needsMending),
    DONE("has ended, however", batch -> batch.status().isTerminal());

    private final String description;
    private final Predicate<Batch> held;

    BatchState(String description, Predicate<Batch> held) {
        this.description = description;
        this.held = held;
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public static BatchState named(String wireName) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be "
                        + Arrays.stream(values()).map(BatchState::wireName).collect(Collectors.joining(" or "))));
    }

    /** For documents: what a batch that is in it does. */
    public String description() {
        return description;
    }

    public boolean holds(Batch batch) {
        return held.test(batch);
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static boolean isRendering(Batch batch) {
        return !batch.status().isTerminal() && !waitsFor(batch, WaitingCode.PREVIEW);
    }

    private static boolean isToReview(Batch batch) {
        if (!batch.status().isTerminal()) {
            return waitsFor(batch, WaitingCode.PREVIEW);
        }
        ReviewCounts review = batch.renderfarm().review();
        int judged = review == null ? 0 : review.approved() + review.rejected();
        boolean waitedFor = Lane.of(batch.renderfarm().origin().lane()) == Lane.INTERACTIVE;
        return !waitedFor && batch.requestCounts().completed() > judged;
    }

    private static boolean needsMending(Batch batch) {
        return batch.status().isTerminal()
                ? batch.status() == BatchStatus.FAILED || batch.requestCounts().failed() > 0
                : waitsFor(batch, WaitingCode.FAILURES);
    }

    private static boolean waitsFor(Batch batch, WaitingCode code) {
        WaitingFor waiting = batch.renderfarm().waitingFor();
        return waiting != null && waiting.code() == code;
    }
}
