package dev.renderfarm.diffusion.golden;

import java.util.Locale;

/**
 * How far results may lie from a golden record's. What the networks give is measured as ‖a − b‖ / ‖b‖, a picture as the
 * mean of |a − b| over its bytes. A limit for the one is as many halves of a byte's range for the other, since pixels
 * go from −1 to 1 before rounding.
 *
 * @param relative limit for what the networks give
 */
record Tolerance(double relative) {

    /**
     * Noise does not depend on the weights' type; torch's vectorised logarithm differs from Java's in the last bits.
     */
    static final Tolerance NOISE = new Tolerance(1e-5);

    private static final double F32 = 1e-4;
    private static final double BF16 = 3e-2;
    /** GPUs multiply f32 in TF32, whose numbers have three bits more than bf16's. */
    private static final double TF32 = BF16 / 8;

    private static final double LARGEST = 0.25;
    private static final double HALF_RANGE = 127.5;

    /**
     * @param dtype of a package's weights, as its manifest has it
     * @param device what the networks run on, such as {@code GPU:0}
     */
    static Tolerance of(String dtype, String device) {
        if (dtype.equals("bf16")) {
            return new Tolerance(BF16);
        }
        return new Tolerance(device.startsWith("GPU") ? TF32 : F32);
    }

    /**
     * For what so many steps add up to, each of them off by as much as one may be; never so much that another result
     * could pass.
     */
    Tolerance over(int steps) {
        return new Tolerance(Math.min(relative * steps, LARGEST));
    }

    /** NaN or another number of values never agrees. */
    Finding compare(GoldenStage stage, float[] found, float[] expected) {
        if (found.length != expected.length) {
            return wrongSize(stage, found.length, expected.length);
        }
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            double d = (double) found[i] - expected[i];
            difference += d * d;
            norm += (double) expected[i] * expected[i];
        }
        double figure = difference == 0 ? 0 : Math.sqrt(difference / norm);
        return new Finding(
                stage,
                figure <= relative,
                String.format(Locale.ROOT, "relative difference %.1e, limit %.1e", figure, relative));
    }

    Finding compare(GoldenStage stage, byte[] found, byte[] expected) {
        if (found.length != expected.length) {
            return wrongSize(stage, found.length, expected.length);
        }
        long sum = 0;
        for (int i = 0; i < expected.length; i++) {
            sum += Math.abs((found[i] & 0xff) - (expected[i] & 0xff));
        }
        double figure = (double) sum / expected.length;
        double limit = relative * HALF_RANGE;
        return new Finding(
                stage,
                figure <= limit,
                String.format(Locale.ROOT, "mean difference %.4f of 255, limit %.4f", figure, limit));
    }

    private static Finding wrongSize(GoldenStage stage, int found, int expected) {
        return new Finding(stage, false, found + " values, the record has " + expected);
    }
}
