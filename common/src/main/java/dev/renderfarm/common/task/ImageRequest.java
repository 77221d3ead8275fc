package dev.renderfarm.common.task;

import org.jspecify.annotations.Nullable;

/**
 * What to draw, with every default already filled in: two equal requests on the same model give the same picture.
 *
 * @param negativePrompt what to keep away from; of no effect while guidance is off
 * @param numInferenceSteps sampling steps, at least 1
 * @param guidanceScale strength of classifier-free guidance; 0 is off
 * @param seed of the initial noise, 0 to 2³²−1 (the range that the torch CPU generator tells apart)
 */
public record ImageRequest(
        String prompt,
        @Nullable String negativePrompt,
        ImageSize size,
        int numInferenceSteps,
        double guidanceScale,
        long seed) {

    public static final long MAX_SEED = 0xFFFF_FFFFL;

    public ImageRequest {
        if (prompt.isBlank()) {
            throw new IllegalArgumentException("prompt is empty");
        }
        if (numInferenceSteps < 1) {
            throw new IllegalArgumentException("num_inference_steps must be at least 1: " + numInferenceSteps);
        }
        if (!(guidanceScale >= 0) || Double.isInfinite(guidanceScale)) {
            throw new IllegalArgumentException("guidance_scale must be 0 or more: " + guidanceScale);
        }
        if (seed < 0 || seed > MAX_SEED) {
            throw new IllegalArgumentException("seed must be from 0 to " + MAX_SEED + ": " + seed);
        }
    }
}
