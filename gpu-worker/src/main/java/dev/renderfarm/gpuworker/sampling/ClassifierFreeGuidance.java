package dev.renderfarm.gpuworker.sampling;

/** Classifier-free guidance as the Z-Image pipeline has it: a scale of 4 here is what others call 5. */
public final class ClassifierFreeGuidance {

    /** Whether a second pass with the negative prompt is needed at all. */
    public static boolean isOn(double scale) {
        return scale > 0;
    }

    /** Turns {@code positive} into the guided prediction, in place: {@code p + scale * (p - q)}, in single precision. */
    public static void apply(double scale, float[] positive, float[] negative) {
        if (positive.length != negative.length) {
            throw new IllegalArgumentException(
                    "the predictions have " + positive.length + " and " + negative.length + " values");
        }
        float guidance = (float) scale;
        for (int k = 0; k < positive.length; k++) {
            positive[k] += guidance * (positive[k] - negative[k]);
        }
    }

    private ClassifierFreeGuidance() {}
}
