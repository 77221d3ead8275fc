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
        @JsonUnwrapped Activity activity) {

    public FarmProgress {
        rules = rules == null ? InputRules.DEFAULT : rules;
        input = input == null ? InputReport.NONE : input;
        origin = origin == null ? Origin.UNKNOWN : origin;
        activity = activity == null ? Activity.NONE : activity;
    }

    /** Whether no task of it is given out, since somebody has paused it. */
    @JsonIgnore
    public boolean isPaused() {
        return waitingFor != null && waitingFor.code() == WaitingCode.PAUSED;
    }
}
