package dev.renderfarm.common.batch;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.renderfarm.common.id.FileId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the farm adds to OpenAI's Batch. At every moment
 * {@code total = waiting + in_flight + completed + failed + cancelled}, where the lines that were skipped are among
 * the failed.
 *
 * @param sequence grows by one with every status record of the batch
 * @param waiting not dispatched, or waiting for another attempt
 * @param inFlight dispatched to workers and not settled
 * @param cancelled settled by a cancel or by the end of the completion window
 * @param retries attempts that failed and were or will be tried again
 * @param seed from which tasks without a seed of their own get theirs; null until validated
 * @param manifestFileId {@code manifest.csv}, when the batch has ended
 * @param rules their components stand beside the others, like those of {@code input}, {@code origin} and {@code activity}
 * @param waitingFor why it stands still; null while it moves
 * @param usage of the farm's devices; null until a worker has told of any
 * @param terms what its owner may change; its components stand beside the others too, like those of {@code sharing} and {@code course}
 * @param review what people think of its pictures; null while nobody has said anything
 * @param activity its newest pictures, and how fast they come
 */
public record FarmProgress(
        long sequence,
        int waiting,
        int inFlight,
        int cancelled,
        int retries,
        @Nullable Long seed,
        int maxAttempts,
        @Nullable FileId manifestFileId,
        Instant updatedAt,
        @JsonUnwrapped InputRules rules,
        @JsonUnwrapped InputReport input,
        @JsonUnwrapped Origin origin,
        @Nullable WaitingFor waitingFor,
        @Nullable BatchUsage usage,
        @JsonUnwrapped Terms terms,
        @Nullable ReviewCounts review,
        @JsonUnwrapped Sharing sharing,
        @JsonUnwrapped Course course,
        @JsonUnwrapped Activity activity) {

    public FarmProgress {
        terms = terms == null ? Terms.NONE : terms;
        sharing = sharing == null ? Sharing.DEFAULT : sharing;
        course = course == null ? Course.UNKNOWN : course;
        rules = rules == null ? InputRules.DEFAULT : rules;
        input = input == null ? InputReport.NONE : input;
        origin = origin == null ? Origin.UNKNOWN : origin;
        activity = activity == null ? Activity.NONE : activity;
    }

    /** Of a batch without terms, and that nobody has reviewed. */
    public FarmProgress(
            long sequence,
            int waiting,
            int inFlight,
            int cancelled,
            int retries,
            @Nullable Long seed,
            int maxAttempts,
            @Nullable FileId manifestFileId,
            Instant updatedAt,
            InputRules rules,
            InputReport input,
            Origin origin,
            @Nullable WaitingFor waitingFor,
            @Nullable BatchUsage usage) {
        this(
                sequence,
                waiting,
                inFlight,
                cancelled,
                retries,
                seed,
                maxAttempts,
                manifestFileId,
                updatedAt,
                rules,
                input,
                origin,
                waitingFor,
                usage,
                Terms.NONE,
                null,
                Sharing.DEFAULT,
                Course.UNKNOWN,
                Activity.NONE);
    }

    FarmProgress rebuilt(Instant at) {
        return new FarmProgress(
                sequence,
                waiting,
                inFlight,
                cancelled,
                retries,
                seed,
                maxAttempts,
                manifestFileId,
                updatedAt,
                rules,
                input,
                origin.rebuilt(at),
                waitingFor,
                usage,
                terms,
                review,
                sharing,
                course,
                activity);
    }

    /** Whether no task of it is given out until somebody says so, or a budget of its tenant's frees. */
    @JsonIgnore
    public boolean isHeld() {
        return isPaused()
                || (waitingFor != null
                        && (waitingFor.code() == WaitingCode.PREVIEW || waitingFor.code() == WaitingCode.BUDGET));
    }

    /** Whether no task of it is given out, since it was paused by somebody, or for its failures. */
    @JsonIgnore
    public boolean isPaused() {
        return waitingFor != null
                && (waitingFor.code() == WaitingCode.PAUSED || waitingFor.code() == WaitingCode.FAILURES);
    }
}
