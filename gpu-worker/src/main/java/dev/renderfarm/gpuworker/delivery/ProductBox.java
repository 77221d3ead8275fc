package dev.renderfarm.gpuworker.delivery;

import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * The least box around a product, in pixels of its picture.
 *
 * @param right beyond its last column
 * @param bottom beyond its last row
 */
record ProductBox(int left, int top, int right, int bottom) {

    /** A row or column with fewer than one pixel of so many that are product has specks, and no product. */
    private static final int SPECKS = 500;

    /** Empty where there is nothing but ground. */
    static Optional<ProductBox> of(Ground ground) {
        int[] rows = new int[ground.height()];
        int[] columns = new int[ground.width()];
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < columns.length; x++) {
                if (ground.isProduct(x, y)) {
                    rows[y]++;
                    columns[x]++;
                }
            }
        }
        int left = first(columns, rows.length, i -> i);
        int top = first(rows, columns.length, i -> i);
        if (left < 0 || top < 0) {
            return Optional.empty();
        }
        int right = columns.length - first(columns, rows.length, i -> columns.length - 1 - i);
        int bottom = rows.length - first(rows, columns.length, i -> rows.length - 1 - i);
        return Optional.of(new ProductBox(left, top, right, bottom));
    }

    private static int first(int[] counts, int across, IntUnaryOperator order) {
        int least = Math.max(1, across / SPECKS);
        for (int i = 0; i < counts.length; i++) {
            if (counts[order.applyAsInt(i)] >= least) {
                return i;
            }
        }
        return -1;
    }

    int width() {
        return right - left;
    }

    int height() {
        return bottom - top;
    }

    /** The share of a frame that it fills: of width or height, whichever is more. */
    double fill(int frameWidth, int frameHeight) {
        return Math.max((double) width() / frameWidth, (double) height() / frameHeight);
    }
}
