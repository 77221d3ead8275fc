package dev.renderfarm.diffusion.sampling;

/**
 * Classifier-free guidance as diffusers' {@code ZImagePipeline} has it: a scale of 4 here is what others call 5.
 *
 * @param scale how far predictions move away from the negative prompt's; 0 is no guidance
 * @param normalization largest norm of a guided prediction, as a multiple of the norm it had before; 0 is no limit
 * @param truncation model time after which steps go without guidance; 1 is never
 */
public record ClassifierFreeGuidance(double scale, double normalization, double truncation) {

    /** The normalization that shortens nothing. */
    public static final double NO_LIMIT = 0;
    /** The truncation that leaves no step out. */
    public static final double NEVER = 1;

    public ClassifierFreeGuidance {
        if (!Double.isFinite(scale) || !(normalization >= 0) || Double.isNaN(truncation)) {
            throw new IllegalArgumentException(
                    "no guidance: scale " + scale + ", normalization " + normalization + ", truncation " + truncation);
        }
    }

    /** Guidance in every step, of any norm. */
    public static ClassifierFreeGuidance of(double scale) {
        return new ClassifierFreeGuidance(scale, NO_LIMIT, NEVER);
    }

    /** Whether any step needs a second pass with the negative prompt. */
    public boolean isOn() {
        return scale > 0;
    }

    /** Whether the step at this model time needs a second pass. */
    public boolean isOn(float time) {
        return isOn() && (truncation > 1 || time <= truncation);
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
        double limit =
                normalization == NO_LIMIT ? Double.POSITIVE_INFINITY : normalization * norm(positive, start, end);
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
