package dev.renderfarm.diffusion.golden;

/**
 * What one implementation gave for the picture of a record as the beginning of another: its left half is kept, half of
 * the steps are run, rounded up, under the record's noise. Latents are [height, width, channels].
 *
 * @param encoded mean of the picture's latents, from the VAE encoder
 * @param edited latents after the last step
 */
public record GoldenEdit(float[] encoded, float[] edited) {}
