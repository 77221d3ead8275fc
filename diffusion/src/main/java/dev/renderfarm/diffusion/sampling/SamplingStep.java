package dev.renderfarm.diffusion.sampling;

import org.jspecify.annotations.Nullable;

/**
 * One step of a sampler as numbers. With {@code f} for what the network gives, after guidance, and {@code n} for fresh
 * noise:
 *
 * <pre>
 * f  = network(inputScale·x, time)
 * x0 = a·x + b·f                                                 the picture that this step predicts
 * x  ← keep·x + move·f + previous·(x0 of the step before) + noise·n
 * </pre>
 *
 * Flow matching, Euler, ancestral Euler, DDIM and DPM-Solver++ (2M) are all of this form, so that one loop serves them.
 */
public record SamplingStep(
        float inputScale, float time, float a, float b, float keep, float move, float previous, float noise) {

    /** A step along the velocity: {@code x += move * f}. */
    static SamplingStep ofEuler(float time, float move) {
        return new SamplingStep(1, time, 0, 0, 1, move, 0, 0);
    }

    /**
     * The same without a step before it: what that would have predicted is taken to be what this one predicts, which
     * makes a step of DPM-Solver++ one of the first order.
     */
    SamplingStep alone() {
        return previous == 0
                ? this
                : new SamplingStep(inputScale, time, a, b, keep + previous * a, move + previous * b, 0, noise);
    }

    /** What the network is given; the same array where nothing is scaled. */
    public float[] input(float[] x) {
        if (inputScale == 1) {
            return x;
        }
        float[] scaled = new float[x.length];
        for (int k = 0; k < x.length; k++) {
            scaled[k] = inputScale * x[k];
        }
        return scaled;
    }

    /** The picture that this step predicts, from what is there before it. */
    public float[] predicted(float[] x, float[] f) {
        float[] predicted = new float[x.length];
        for (int k = 0; k < x.length; k++) {
            predicted[k] = a * x[k] + b * f[k];
        }
        return predicted;
    }

    /**
     * Moves {@code x}, in place.
     *
     * @param before what the step before has predicted; null where {@code previous} is 0
     * @param fresh standard normal noise; null where {@code noise} is 0
     */
    public void advance(float[] x, float[] f, float @Nullable [] before, float @Nullable [] fresh) {
        if (x.length != f.length) {
            throw new IllegalArgumentException("latents have " + x.length + " values, what moves them " + f.length);
        }
        for (int k = 0; k < x.length; k++) {
            x[k] = keep * x[k] + move * f[k];
        }
        add(x, previous, before, "what the one before it has predicted");
        add(x, noise, fresh, "fresh noise");
    }

    private static void add(float[] x, float factor, float @Nullable [] values, String what) {
        if (factor == 0) {
            return;
        }
        if (values == null || values.length != x.length) {
            throw new IllegalArgumentException("the step needs " + what + ", as much of it as there are latents");
        }
        for (int k = 0; k < x.length; k++) {
            x[k] += factor * values[k];
        }
    }
}
