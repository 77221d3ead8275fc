package dev.renderfarm.diffusion.sampling;

import dev.renderfarm.common.model.NoiseSchedule;
import dev.renderfarm.common.model.Prediction;
import dev.renderfarm.common.model.StepSpacing;

/**
 * The noise of a training's time steps, and which of them a sampler takes. S is √((1−ᾱ)/ᾱ), the noise beside a picture
 * of size 1. Formulas as in diffusers' schedulers; ᾱ is multiplied up in single precision, as there, since it is off by
 * 1e-6 else.
 */
final class NoiseCurve {

    private static final double KARRAS_EXPONENT = 7;

    private final NoiseSchedule settings;
    private final double[] alphas;
    private final double[] noises;

    NoiseCurve(NoiseSchedule settings) {
        this.settings = settings;
        int count = settings.betas().steps();
        this.alphas = new double[count];
        this.noises = new double[count];
        float first = (float) Math.sqrt(settings.betas().start());
        float last = (float) Math.sqrt(settings.betas().end());
        float product = 1;
        for (int i = 0; i < count; i++) {
            float root = (float) (first + ((double) last - first) * i / (count - 1));
            product *= 1 - root * root;
            alphas[i] = product;
            noises[i] = Math.sqrt((1.0 - product) / product);
        }
    }

    /** Time steps of the training. */
    int count() {
        return alphas.length;
    }

    boolean predictsV() {
        return settings.prediction() == Prediction.V_PREDICTION;
    }

    StepSpacing spacing() {
        return settings.spacing();
    }

    /** ᾱ at a time step. */
    double alpha(int time) {
        return alphas[time];
    }

    /** Of the most noise first. */
    double largestNoise() {
        return noises[noises.length - 1];
    }

    double leastNoise() {
        return noises[0];
    }

    /**
     * Time steps that are taken, from much noise to little.
     *
     * @param oneMore whether the first of one step more is left out, as DPM-Solver++ has it
     */
    double[] times(int steps, boolean oneMore) {
        if (steps < 1 || steps > count()) {
            throw new IllegalArgumentException("steps must be from 1 to " + count() + ": " + steps);
        }
        double[] times = new double[steps];
        for (int i = 0; i < steps; i++) {
            times[i] = oneMore ? timeOfOneMore(i, steps) : time(i, steps);
        }
        return times;
    }

    private double time(int i, int steps) {
        int last = count() - 1;
        return switch (spacing()) {
            case LEADING -> Math.min((double) (steps - 1 - i) * (count() / steps) + settings.stepsOffset(), last);
            case TRAILING -> trailing(i, steps);
            case LINSPACE -> steps == 1 ? 0 : (double) last * (steps - 1 - i) / (steps - 1);
        };
    }

    private double timeOfOneMore(int i, int steps) {
        int last = count() - 1;
        return switch (spacing()) {
            case LEADING -> Math.min((double) (steps - i) * (count() / (steps + 1)) + settings.stepsOffset(), last);
            case TRAILING -> trailing(i, steps);
            case LINSPACE -> Math.rint((double) last * (steps - i) / steps);
        };
    }

    private double trailing(int i, int steps) {
        return Math.max(0, Math.rint(count() - (double) i * count() / steps) - 1);
    }

    /** S between two time steps. */
    double noise(double time) {
        int before = (int) Math.floor(time);
        if (before >= noises.length - 1) {
            return largestNoise();
        }
        return noises[before] + (noises[before + 1] - noises[before]) * (time - before);
    }

    /** The time step of a noise, between two of the training, by the logarithm of S. */
    double timeOf(double noise) {
        int after = 1;
        while (after < noises.length - 1 && noises[after] < noise) {
            after++;
        }
        double low = Math.log(noises[after - 1]);
        double share = (Math.log(noise) - low) / (Math.log(noises[after]) - low);
        return after - 1 + Math.max(0, Math.min(1, share));
    }

    /** Noises from high to low whose seventh roots are equally spaced (Karras et al. 2022). */
    static double[] karras(double high, double low, int steps) {
        double from = Math.pow(high, 1 / KARRAS_EXPONENT);
        double to = Math.pow(low, 1 / KARRAS_EXPONENT);
        double[] noises = new double[steps];
        for (int i = 0; i < steps; i++) {
            double share = steps == 1 ? 0 : (double) i / (steps - 1);
            noises[i] = Math.pow(from + share * (to - from), KARRAS_EXPONENT);
        }
        return noises;
    }
}
