package dev.renderfarm.modelexport.calibration;

import java.util.List;

/** A transformer that takes one sample at a time. */
interface Denoiser {

    /** @param t 0 is pure noise and 1 the picture */
    float[] velocity(float[] latents, float t, Caption caption);

    /** The same, and how evenly each head spreads its attention meanwhile. */
    Observation observe(float[] latents, float t, Caption caption);

    /** @param values [tokens, width] */
    record Caption(int tokens, float[] values) {}

    /** @param entropies of each head of each main layer, 0 to 1 */
    record Observation(float[] velocity, List<List<Double>> entropies) {}
}
