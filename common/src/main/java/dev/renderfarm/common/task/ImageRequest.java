package dev.renderfarm.common.task;

import org.jspecify.annotations.Nullable;

/**
 * What to draw, with every default already filled in: two equal requests on the same model give the same picture.
 *
 * @param negativePrompt what to keep away from; of no effect while guidance is off
 * @param numInferenceSteps sampling steps, at least 1
 * @param guidanceScale strength of classifier-free guidance; 0 is off
 * @param cfgNormalization largest norm of a guided prediction, as a multiple of the unguided one's; null, which 0
 * becomes, is no limit
 * @param cfgTruncation model time, from 0 to 1, after which steps go without guidance; null, which 1 becomes, is never
 * @param seed of the initial noise, 0 to 2³²−1 (the range that the torch CPU generator tells apart)
 */
public record ImageRequest(
        String prompt,
        @Nullable String negativePrompt,
        ImageSize size,
        int numInferenceSteps,
        double guidanceScale,
        @Nullable Double cfgNormalization,
        @Nullable Double cfgTruncation,
        long seed) {

    public static final long MAX_SEED = 0xFFFF_FFFFL;

    public ImageRequest {
        if (prompt.isBlank()) {
            throw new IllegalArgumentException("prompt is empty");
        }
        if (numInferenceSteps < 1) {
            throw new IllegalArgumentException("num_inference_steps must be at least 1: " + numInferenceSteps);
        }
        requireNotNegative("guidance_scale", guidanceScale);
        if (cfgNormalization != null) {
            requireNotNegative("cfg_normalization", cfgNormalization);
            cfgNormalization = cfgNormalization == 0 ? null : cfgNormalization;
        }
        if (cfgTruncation != null) {
            if (!(cfgTruncation >= 0 && cfgTruncation <= 1)) {
                throw new IllegalArgumentException("cfg_truncation must be from 0 to 1: " + cfgTruncation);
            }
            cfgTruncation = cfgTruncation == 1 ? null : cfgTruncation;
        }
        if (seed < 0 || seed > MAX_SEED) {
            throw new IllegalArgumentException("seed must be from 0 to " + MAX_SEED + ": " + seed);
        }
    }

    /** The same but for the noise that it begins with. */
    public ImageRequest withSeed(long other) {
        return new ImageRequest(
                prompt, negativePrompt, size, numInferenceSteps, guidanceScale, cfgNormalization, cfgTruncation, other);
    }

    private static void requireNotNegative(String field, double number) {
        if (!(number >= 0) || Double.isInfinite(number)) {
            throw new IllegalArgumentException(field + " must be 0 or more: " + number);
        }
    }
}
