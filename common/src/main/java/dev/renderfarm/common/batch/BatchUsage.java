package dev.renderfarm.common.batch;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.renderfarm.common.task.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a batch has taken of the farm's devices so far: the sum over the results of its tasks, each once, of failed and
 * doubled attempts too.
 *
 * @param images pictures that were drawn and stored for it, doubled ones among them
 * @param cost null where the farm had no price when the batch was validated
 */
public record BatchUsage(
        @JsonUnwrapped Usage usage, int images, @Nullable Cost cost) {

    public BatchUsage {
        usage = usage == null ? Usage.NONE : usage;
    }
}
