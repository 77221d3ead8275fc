package dev.renderfarm.diffusion.sampling;

/**
 * What a sample consists of between two steps: {@code picture} times latents and {@code noise} times standard normal
 * noise.
 */
public record NoiseLevel(float picture, float noise) {

    /** One value of a sample at this level. */
    float mix(float latent, float drawn) {
        return noise * drawn + picture * latent;
    }
}
