package dev.renderfarm.diffusion.sampling;

import dev.renderfarm.common.task.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * Classifier-free guidance as diffusers' {@code ZImagePipeline} has it: a scale of 4 here is what others call 5.
 *
 * @param scale how far predictions move away from the negative prompt's; 0 is no guidance
 * @param normalization largest norm of a guided prediction, as a multiple of the norm it had before; null is no limit
 * @param truncation model time after which steps go without guidance; null is never
 */
public record ClassifierFreeGuidance(
        double scale,
        @Nullable Double normalization,
        @Nullable Double truncation) {

    public ClassifierFreeGuidance {
        if (!Double.isFinite(scale)
                || (normalization != null && !(normalization > 0))
                || (truncation != null && truncation.isNaN())) {
            throw new IllegalArgumentException(
                    "no guidance: scale " + scale + ", normalization " + normalization + ", truncation " + truncation);
        }
    }

    /** Guidance in every step, of any norm. */
    public static ClassifierFreeGuidance of(double scale) {
        return new ClassifierFreeGuidance(scale, null, null);
    }

    /** As a request wants it. */
    public static ClassifierFreeGuidance of(Sampling sampling) {
        return new ClassifierFreeGuidance(
                sampling.guidanceScale(), sampling.cfgNormalization(), sampling.cfgTruncation());
    }

    /** Whether any step needs a second pass with the negative prompt. */
    public boolean isOn() {
        return scale > 0;
    }

    /** Whether the step at this model time needs a second pass. */
    public boolean isOn(float time) {
        return isOn() && (truncation == null || time <= truncation);
    }

    /**
     * Turns {@code positive} into the guided prediction, in place: {@code p + scale * (p - q)}, then shortened to
     * {@code normalization} times the norm of {@code p}. Norms are over all values of a sample.
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
        float guidance = (float) scale;
        for (int k = start; k < end; k++) {
            positive[k] += guidance * (positive[k] - negative[k]);
        }
        double norm = norm(positive, start, end);
        if (norm > limit) {
            float factor = (float) (limit / norm);
            for (int k = start; k < end; k++) {
                positive[k] *= factor;
            }
        }
    }

    private static double norm(float[] values, int start, int end) {
        double squares = 0;
        for (int k = start; k < end; k++) {
            squares += (double) values[k] * values[k];
        }
        return Math.sqrt(squares);
    }
}
