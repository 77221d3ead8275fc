package dev.renderfarm.gpuworker.check;

import dev.renderfarm.common.task.ImageSize;

/**
 * The difference hash ("dHash") of a picture: 64 bits that are the same, or nearly so, for pictures that look the same. The
 * picture is made grey and {@value #COLUMNS} by {@value #ROWS} pixels large, each the mean of what it covers; a bit is set where
 * a pixel is darker than its right neighbour, row after row from the top left, the first bit the highest. As Neal Krawetz
 * describes it ("Kind of Like That", The Hacker Factor Blog, 21 January 2013), but for two things: darker is by a level at least,
 * since the grain of a plain ground would decide otherwise, and there are integers throughout, so that the same pixels give the
 * same hash everywhere.
 */
final class DifferenceHash {

    static final int COLUMNS = 9;
    static final int ROWS = 8;
    /** No mean of any pixels. */
    static final long NONE = -1;

    private static final int COLOURS = 3;
    /** Luma of Rec. 601, in thousandths. */
    private static final int RED = 299;

    private static final int GREEN = 587;
    private static final int BLUE = 114;
    private static final int LEVEL = 1_000;

    private DifferenceHash() {}

    /** @param rgb rows from the top, three bytes a pixel */
    static long of(byte[] rgb, ImageSize size) {
        long hash = 0;
        for (int row = 0; row < ROWS; row++) {
            Span rows = Span.of(row, ROWS, size.height());
            long left = mean(rgb, size.width(), Span.of(0, COLUMNS, size.width()), rows);
            for (int column = 1; column < COLUMNS; column++) {
                long right = mean(rgb, size.width(), Span.of(column, COLUMNS, size.width()), rows);
                hash = hash << 1 | (isLighter(left, right) ? 1 : 0);
                left = right;
            }
        }
        return hash;
    }

    /** Of means: by a level at least. */
    static boolean isLighter(long left, long right) {
        return left + LEVEL <= right;
    }

    /** In thousandths of a level. */
    static int luma(byte[] rgb, int pixel) {
        int i = pixel * COLOURS;
        return RED * (rgb[i] & 0xFF) + GREEN * (rgb[i + 1] & 0xFF) + BLUE * (rgb[i + 2] & 0xFF);
    }

    /** In thousandths of a level, rounded down. */
    private static long mean(byte[] rgb, int width, Span columns, Span rows) {
        long sum = 0;
        for (int y = rows.from; y < rows.to; y++) {
            for (int x = columns.from; x < columns.to; x++) {
                sum += luma(rgb, y * width + x);
            }
        }
        return sum / ((long) (columns.to - columns.from) * (rows.to - rows.from));
    }

    /** Pixels along one side; of a picture that has fewer than there are parts, some stand for several. */
    private record Span(int from, int to) {

        static Span of(int part, int parts, int length) {
            int from = part * length / parts;
            return new Span(from, Math.max(from + 1, (part + 1) * length / parts));
        }
    }
}
