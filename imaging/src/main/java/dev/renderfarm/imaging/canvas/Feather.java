package dev.renderfarm.imaging.canvas;

/**
 * How a picture passes into what was drawn: by the distance of a pixel's centre to that of the nearest kept one, exact by two passes
 * of lower envelopes (Felzenszwalb and Huttenlocher, Distance Transforms of Sampled Functions, 2012).
 */
final class Feather {

    /** All of what was drawn. */
    static final int ALL = 256;

    private static final double FAR = 1e12;

    /**
     * @param kept not 0 where a pixel is kept
     * @param feather in pixels, at least 1
     * @return of {@value #ALL} parts how many of what was drawn each pixel has; none where it is kept
     */
    static short[] weights(byte[] kept, int width, int height, int feather) {
        double[] squares = new double[kept.length];
        for (int i = 0; i < kept.length; i++) {
            squares[i] = kept[i] != 0 ? 0 : FAR;
        }
        for (int x = 0; x < width; x++) {
            pass(squares, x, width, height);
        }
        for (int y = 0; y < height; y++) {
            pass(squares, y * width, 1, width);
        }
        short[] weights = new short[kept.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (short) Math.round(ALL * Math.min(Math.sqrt(squares[i]) / feather, 1));
        }
        return weights;
    }

    /** Of each place of a line the least of (distance² + value) over all places. */
    private static void pass(double[] values, int from, int step, int count) {
        double[] line = new double[count];
        for (int i = 0; i < count; i++) {
            line[i] = values[from + i * step];
        }
        int[] apex = new int[count];
        double[] begins = new double[count + 1];
        int last = 0;
        begins[0] = Double.NEGATIVE_INFINITY;
        begins[1] = Double.POSITIVE_INFINITY;
        for (int i = 1; i < count; i++) {
            double meets = meets(line, i, apex[last]);
            while (meets <= begins[last]) {
                last--;
                meets = meets(line, i, apex[last]);
            }
            apex[++last] = i;
            begins[last] = meets;
            begins[last + 1] = Double.POSITIVE_INFINITY;
        }
        int part = 0;
        for (int i = 0; i < count; i++) {
            while (begins[part + 1] < i) {
                part++;
            }
            double distance = i - apex[part];
            values[from + i * step] = distance * distance + line[apex[part]];
        }
    }

    private static double meets(double[] line, int one, int other) {
        return ((line[one] + (double) one * one) - (line[other] + (double) other * other)) / (2.0 * (one - other));
    }

    private Feather() {}
}
