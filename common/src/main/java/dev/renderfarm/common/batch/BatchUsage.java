package dev.renderfarm.common.batch;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.renderfarm.common.task.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a batch has taken of the farm's devices so far: the sum over the results of its tasks, each once, of failed and
 * doubled attempts too.
 *
 * @param images pictures that were drawn and stored for it, doubled ones among them
 * @param cost null where the farm had no price when the batch was validated
 * @param days the same by days in UTC, oldest first; those of an earlier release did not count them, so that this may
 *     be null, or be of the latter part of a batch alone
 */
public record BatchUsage(
        @JsonUnwrapped Usage usage,
        int images,
        @Nullable Cost cost,
        @Nullable List<UsageDay> days) {

    public BatchUsage {
        usage = usage == null ? Usage.NONE : usage;
        days = days == null ? null : List.copyOf(days);
    }

    /** One that was not counted by days. */
    public BatchUsage(Usage usage, int images, @Nullable Cost cost) {
        this(usage, images, cost, null);
    }
}
