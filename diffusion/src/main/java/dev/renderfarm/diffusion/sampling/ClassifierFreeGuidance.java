package dev.renderfarm.diffusion.sampling;

import dev.renderfarm.common.model.GuidanceForm;
import dev.renderfarm.common.task.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * Classifier-free guidance (Ho and Salimans 2022). The form says what a scale means: 4 added, as in diffusers' {@code
 * ZImagePipeline}, is 5 interpolated, as in its pipelines of Stable Diffusion.
 *
 * @param scale how far predictions move away from the negative prompt's
 * @param normalization largest norm of a guided prediction, as a multiple of the norm it had before; null is no limit
 * @param truncation model time after which steps go without guidance; null is never
 * @param rescale share of a guided prediction that gets the deviation it had before (Lin et al. 2023); 0 is none
 */
public record ClassifierFreeGuidance(
        double scale,
        @Nullable Double normalization,
        @Nullable Double truncation,
        GuidanceForm form,
        double rescale) {

    public ClassifierFreeGuidance {
        if (!Double.isFinite(scale)
                || (normalization != null && !(normalization > 0))
                || (truncation != null && truncation.isNaN())
                || !(rescale >= 0 && rescale <= 1)) {
            throw new IllegalArgumentException("no guidance: scale " + scale + ", normalization " + normalization
                    + ", truncation " + truncation + ", rescale " + rescale);
        }
    }

    /** Added, not rescaled. */
    public ClassifierFreeGuidance(double scale, @Nullable Double normalization, @Nullable Double truncation) {
        this(scale, normalization, truncation, GuidanceForm.ADDED, 0);
    }

    /** Added in every step, of any norm. */
    public static ClassifierFreeGuidance of(double scale) {
        return new ClassifierFreeGuidance(scale, null, null);
    }

    /** No guidance at all, of any form. */
    public static ClassifierFreeGuidance none() {
        return of(0);
    }

    /** As a request wants it of a model that has this form. */
    public static ClassifierFreeGuidance of(Sampling sampling, GuidanceForm form) {
        Double rescale = sampling.guidanceRescale();
        return new ClassifierFreeGuidance(
                sampling.guidanceScale(),
                sampling.cfgNormalization(),
                sampling.cfgTruncation(),
                form,
                rescale == null ? 0 : rescale);
    }

    /** The same, rescaled. */
    public ClassifierFreeGuidance rescaled(double share) {
        return new ClassifierFreeGuidance(scale, normalization, truncation, form, share);
    }

    /** Whether any step needs a second pass with the negative prompt. */
    public boolean isOn() {
        return form.isOn(scale);
    }

    /** Whether the step at this model time needs a second pass. */
    public boolean isOn(float time) {
        return isOn() && (truncation == null || time <= truncation);
    }

    /**
     * Turns {@code positive} into the guided prediction, in place: {@code p + scale * (p - q)} or {@code q + scale * (p -
     * q)}, then shortened to {@code normalization} times the norm of {@code p}, and rescaled. Norms and deviations are
     * over all values of a sample.
     *
     * @param sampleSize values of one sample; the arrays hold one sample after the other
     */
    public void apply(float[] positive, float[] negative, int sampleSize) {
        if (positive.length != negative.length || positive.length % sampleSize != 0) {
            throw new IllegalArgumentException("the predictions have " + positive.length + " and " + negative.length
                    + " values, a sample has " + sampleSize);
        }
        for (int start = 0; start < positive.length; start += sampleSize) {
            apply(positive, negative, start, start + sampleSize);
        }
    }

    private void apply(float[] positive, float[] negative, int start, int end) {
        double limit = normalization == null ? Double.POSITIVE_INFINITY : normalization * norm(positive, start, end);
        double deviation = rescale == 0 ? 0 : deviation(positive, start, end);
        float guidance = (float) scale;
        for (int k = start; k < end; k++) {
            float away = guidance * (positive[k] - negative[k]);
            positive[k] = (form == GuidanceForm.ADDED ? positive[k] : negative[k]) + away;
        }
        double norm = norm(positive, start, end);
        if (norm > limit) {
            multiply(positive, start, end, limit / norm);
        }
        if (rescale != 0) {
            double guided = deviation(positive, start, end);
            multiply(positive, start, end, guided == 0 ? 1 : rescale * deviation / guided + 1 - rescale);
        }
    }

    private static void multiply(float[] values, int start, int end, double factor) {
        float single = (float) factor;
        for (int k = start; k < end; k++) {
            values[k] *= single;
        }
    }

    /** Standard deviation, as torch has it: of n values, over n − 1. */
    private static double deviation(float[] values, int start, int end) {
        double sum = 0;
        for (int k = start; k < end; k++) {
            sum += values[k];
        }
        double mean = sum / (end - start);
        double squares = 0;
        for (int k = start; k < end; k++) {
            squares += (values[k] - mean) * (values[k] - mean);
        }
        return Math.sqrt(squares / (end - start - 1));
    }

    private static double norm(float[] values, int start, int end) {
        double squares = 0;
        for (int k = start; k < end; k++) {
            squares += (double) values[k] * values[k];
        }
        return Math.sqrt(squares);
    }
}
