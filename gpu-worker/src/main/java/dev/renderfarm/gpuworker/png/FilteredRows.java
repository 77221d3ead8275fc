package dev.renderfarm.gpuworker.png;

/**
 * Rows of pixels as PNG compresses them: each as its differences from what a filter foretells, behind the filter's
 * number (PNG specification, third edition, 9). A row takes the filter whose differences are smallest in sum.
 */
final class FilteredRows {

    private static final int COLOURS = 3;
    private static final int NONE = 0;
    private static final int SUB = 1;
    private static final int UP = 2;
    private static final int AVERAGE = 3;
    private static final int PAETH = 4;
    private static final int FILTERS = 5;
    /** Samples of a row that a choice can be trusted on. */
    private static final int FEWEST_SAMPLES = 64;

    private final int rowBytes;
    private final int sampleStep;
    /** A pixel of zeros, then the row. */
    private byte[] row;

    private byte[] above;

    private FilteredRows(int width, int pixelsPerSample) {
        rowBytes = width * COLOURS;
        sampleStep = COLOURS * Math.max(1, Math.min(pixelsPerSample, width / FEWEST_SAMPLES));
        row = new byte[COLOURS + rowBytes];
        above = new byte[COLOURS + rowBytes];
    }

    /**
     * @param rgb rows from the top, three bytes a pixel
     * @param pixelsPerSample one pixel in so many is looked at to choose a filter
     */
    static byte[] of(byte[] rgb, int width, int pixelsPerSample) {
        FilteredRows rows = new FilteredRows(width, pixelsPerSample);
        int height = rgb.length / rows.rowBytes;
        byte[] filtered = new byte[height * (1 + rows.rowBytes)];
        for (int y = 0; y < height; y++) {
            rows.filter(rgb, y * rows.rowBytes, filtered, y * (1 + rows.rowBytes));
        }
        return filtered;
    }

    private void filter(byte[] rgb, int from, byte[] filtered, int to) {
        byte[] next = above;
        above = row;
        row = next;
        System.arraycopy(rgb, from, row, COLOURS, rowBytes);
        int filter = choose();
        filtered[to] = (byte) filter;
        switch (filter) {
            case SUB -> sub(filtered, to + 1);
            case UP -> up(filtered, to + 1);
            case AVERAGE -> average(filtered, to + 1);
            case PAETH -> paeth(filtered, to + 1);
            default -> System.arraycopy(row, COLOURS, filtered, to + 1, rowBytes);
        }
    }

    /** Of equals the one that is cheapest to undo. */
    private int choose() {
        int[] sums = new int[FILTERS];
        sumUp(sums);
        int best = NONE;
        for (int filter = SUB; filter < FILTERS; filter++) {
            if (sums[filter] < sums[best] || best == NONE && sums[filter] == sums[best]) {
                best = filter;
            }
        }
        return best;
    }

    /** Not of the first pixel, which has no left neighbour: some filters miss it by far, and it is only one. */
    private void sumUp(int[] sums) {
        int none = 0;
        int sub = 0;
        int up = 0;
        int average = 0;
        int paeth = 0;
        for (int pixel = 2 * COLOURS; pixel < row.length; pixel += sampleStep) {
            for (int i = pixel; i < pixel + COLOURS; i++) {
                int x = row[i] & 0xFF;
                int a = row[i - COLOURS] & 0xFF;
                int b = above[i] & 0xFF;
                int c = above[i - COLOURS] & 0xFF;
                none += Math.abs((byte) x);
                sub += Math.abs((byte) (x - a));
                up += Math.abs((byte) (x - b));
                average += Math.abs((byte) (x - ((a + b) >> 1)));
                paeth += Math.abs((byte) (x - nearest(a, b, c)));
            }
        }
        sums[NONE] = none;
        sums[SUB] = sub;
        sums[UP] = up;
        sums[AVERAGE] = average;
        sums[PAETH] = paeth;
    }

    private void sub(byte[] filtered, int to) {
        byte[] pixels = row;
        for (int i = 0; i < rowBytes; i++) {
            filtered[to + i] = (byte) (pixels[COLOURS + i] - pixels[i]);
        }
    }

    private void up(byte[] filtered, int to) {
        byte[] pixels = row;
        byte[] before = above;
        for (int i = 0; i < rowBytes; i++) {
            filtered[to + i] = (byte) (pixels[COLOURS + i] - before[COLOURS + i]);
        }
    }

    private void average(byte[] filtered, int to) {
        byte[] pixels = row;
        byte[] before = above;
        for (int i = 0; i < rowBytes; i++) {
            int mean = ((pixels[i] & 0xFF) + (before[COLOURS + i] & 0xFF)) >> 1;
            filtered[to + i] = (byte) (pixels[COLOURS + i] - mean);
        }
    }

    private void paeth(byte[] filtered, int to) {
        byte[] pixels = row;
        byte[] before = above;
        for (int i = 0; i < rowBytes; i++) {
            int nearest = nearest(pixels[i] & 0xFF, before[COLOURS + i] & 0xFF, before[i] & 0xFF);
            filtered[to + i] = (byte) (pixels[COLOURS + i] - nearest);
        }
    }

    /**
     * Which of left, above and above left is nearest to left + above - above left; earlier ones go first. Without
     * branches, which noise would make costly: a shifted difference is a mask of all bits where it is negative.
     */
    private static int nearest(int left, int above, int aboveLeft) {
        int fromLeft = Math.abs(above - aboveLeft);
        int fromAbove = Math.abs(left - aboveLeft);
        int fromAboveLeft = Math.abs(left + above - 2 * aboveLeft);
        int nearer = left ^ ((left ^ above) & ((fromAbove - fromLeft) >> 31));
        return nearer ^ ((nearer ^ aboveLeft) & ((fromAboveLeft - Math.min(fromLeft, fromAbove)) >> 31));
    }
}
