package dev.renderfarm.modelexport.calibration;

/**
 * How far values are from what they were: ‖new − old‖ / ‖old‖ in the Euclidean norm.
 *
 * @param overall over all samples together
 * @param worst of all samples
 */
public record RelativeChange(double overall, double worst) {

    /** Adds up samples. */
    static final class Sum {

        private double difference;
        private double norm;
        private double worst;

        void add(float[] after, float[] before) {
            double d = 0;
            double n = 0;
            for (int i = 0; i < before.length; i++) {
                d += Math.pow((double) after[i] - before[i], 2);
                n += Math.pow(before[i], 2);
            }
            difference += d;
            norm += n;
            worst = Math.max(worst, relative(d, n));
        }

        RelativeChange total() {
            return new RelativeChange(relative(difference, norm), worst);
        }

        private static double relative(double difference, double norm) {
            return difference == 0 ? 0 : Math.sqrt(difference / norm);
        }
    }
}
