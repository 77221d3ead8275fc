package dev.renderfarm.diffusion.sampling;

/**
 * The picture that a drawing begins with. What of it is kept is put back after every step, at that step's noise level
 * and with the same noise, so that the rest is drawn to fit.
 *
 * @param mask what is not kept
 * @param latents of the picture, [height, width, channels]. Neither array is copied
 * @param noise standard normal, of the same shape
 */
public record KnownRegion(LatentMask mask, float[] latents, float[] noise) {

    public KnownRegion {
        if (latents.length == 0 || latents.length != noise.length || latents.length % mask.repaint().length != 0) {
            throw new IllegalArgumentException("a mask of " + mask.height() + "x" + mask.width() + " does not fit "
                    + latents.length + " latents and " + noise.length + " values of noise");
        }
    }

    /** All of the picture at a noise level: where drawing starts. */
    public float[] at(NoiseLevel level) {
        float[] mixed = new float[latents.length];
        for (int k = 0; k < mixed.length; k++) {
            mixed[k] = level.mix(latents[k], noise[k]);
        }
        return mixed;
    }

    /** Overwrites what is kept in the sample that begins at {@code offset}. */
    void putBack(float[] samples, int offset, NoiseLevel level) {
        boolean[] repaint = mask.repaint();
        int channels = latents.length / repaint.length;
        for (int position = 0; position < repaint.length; position++) {
            for (int k = position * channels; !repaint[position] && k < (position + 1) * channels; k++) {
                samples[offset + k] = level.mix(latents[k], noise[k]);
            }
        }
    }
}
