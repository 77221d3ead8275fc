package dev.renderfarm.diffusion.sampling;

import java.util.Arrays;

/**
 * What an encoder says of a picture's latents: that they lie around a mean, each by itself. Arrays are [samples,
 * height, width, channels] and not copied.
 *
 * @param mean as the transformer has latents
 * @param deviation standard deviation, of the same scale
 */
public record LatentDistribution(float[] mean, float[] deviation) {

    public LatentDistribution {
        if (mean.length == 0 || mean.length != deviation.length) {
            throw new IllegalArgumentException(
                    mean.length + " means cannot have " + deviation.length + " standard deviations");
        }
    }

    /** Of one sample. */
    public LatentDistribution of(int sample, LatentShape shape) {
        int from = sample * shape.size();
        return new LatentDistribution(
                Arrays.copyOfRange(mean, from, from + shape.size()),
                Arrays.copyOfRange(deviation, from, from + shape.size()));
    }

    /** Latents of this distribution: {@code mean + deviation * noise}. */
    public float[] drawn(float[] noise) {
        float[] latents = new float[mean.length];
        for (int k = 0; k < latents.length; k++) {
            latents[k] = mean[k] + deviation[k] * noise[k];
        }
        return latents;
    }

    /** Of one picture: what a drawing begins with and keeps. */
    public KnownRegion under(LatentMask mask, EditNoise noise) {
        float[] ofEncoder = noise.ofEncoder();
        return new KnownRegion(mask, ofEncoder == null ? mean : drawn(ofEncoder), noise.ofSchedule());
    }
}
