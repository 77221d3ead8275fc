package dev.renderfarm.modelexport.calibration;

/**
 * How a changed transformer differs from the whole one.
 *
 * @param velocity of single steps, from the latents of the whole transformer
 * @param latents after all steps
 * @param secondsPerStep of the first prompt, median
 */
public record Comparison(RelativeChange velocity, RelativeChange latents, double secondsPerStep) {}
