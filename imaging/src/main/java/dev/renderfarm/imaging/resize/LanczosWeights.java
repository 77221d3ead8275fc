package dev.renderfarm.imaging.resize;

/** Of every pixel of a side, which pixels of the other one it is made of, and how much of each. */
final class LanczosWeights {

    private static final int BITS = 22;
    static final int HALF = 1 << (BITS - 1);
    private static final double LOBES = 3;

    private final int[] first;
    private final int[][] weights;

    private LanczosWeights(int[] first, int[][] weights) {
        this.first = first;
        this.weights = weights;
    }

    /**
     * @param from pixels of the side
     * @param begin of the part that is made another size, in those pixels
     * @param end of that part
     */
    static LanczosWeights of(int from, double begin, double end, int to) {
        double scale = (end - begin) / to;
        double filterScale = Math.max(scale, 1);
        double support = LOBES * filterScale;
        int[] first = new int[to];
        int[][] weights = new int[to][];
        for (int i = 0; i < to; i++) {
            double centre = begin + (i + 0.5) * scale;
            first[i] = Math.max(0, (int) (centre - support + 0.5));
            int last = Math.min(from, (int) (centre + support + 0.5));
            weights[i] = normalised(first[i], last, centre, filterScale);
        }
        return new LanczosWeights(first, weights);
    }

    int count() {
        return first.length;
    }

    /** The first pixel that any is made of. */
    int firstOfAll() {
        return first[0];
    }

    /** Beyond the last pixel that any is made of. */
    int endOfAll() {
        int last = first.length - 1;
        return first[last] + weights[last].length;
    }

    int first(int pixel) {
        return first[pixel];
    }

    int[] of(int pixel) {
        return weights[pixel];
    }

    static byte rounded(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> BITS));
    }

    private static int[] normalised(int first, int last, double centre, double filterScale) {
        double[] exact = new double[last - first];
        double sum = 0;
        for (int k = 0; k < exact.length; k++) {
            exact[k] = lanczos((k + first - centre + 0.5) * (1 / filterScale));
            sum += exact[k];
        }
        int[] fixed = new int[exact.length];
        for (int k = 0; k < exact.length; k++) {
            double scaled = exact[k] / sum * (1 << BITS);
            fixed[k] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
        }
        return fixed;
    }

    private static double lanczos(double x) {
        return x >= -LOBES && x < LOBES ? sinc(x) * sinc(x / LOBES) : 0;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
    }
}
