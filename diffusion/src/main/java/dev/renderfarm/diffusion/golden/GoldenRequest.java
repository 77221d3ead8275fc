package dev.renderfarm.diffusion.golden;

import dev.renderfarm.common.task.SchedulerKind;
import dev.renderfarm.diffusion.sampling.LatentShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The picture of a golden record, rendered without guidance.
 *
 * @param prompt without the template around it; null where the record is of token ids alone
 * @param tokenIds of the templated prompt
 * @param seed of the initial noise
 * @param steps from noise to picture
 * @param shape of the latents
 * @param scheduler null is the model's usual one
 */
public record GoldenRequest(
        @Nullable String prompt,
        List<Integer> tokenIds,
        long seed,
        int steps,
        LatentShape shape,
        @Nullable SchedulerKind scheduler) {

    public GoldenRequest {
        tokenIds = List.copyOf(tokenIds);
        if (tokenIds.isEmpty()) {
            throw new IllegalArgumentException("token_ids is empty");
        }
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1: " + steps);
        }
    }

    /** Sampled as is usual for the model. */
    public GoldenRequest(@Nullable String prompt, List<Integer> tokenIds, long seed, int steps, LatentShape shape) {
        this(prompt, tokenIds, seed, steps, shape, null);
    }

    int[] ids() {
        return tokenIds.stream().mapToInt(Integer::intValue).toArray();
    }
}
