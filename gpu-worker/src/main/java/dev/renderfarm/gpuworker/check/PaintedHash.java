package dev.renderfarm.gpuworker.check;

import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.task.ImageSize;
import java.util.OptionalLong;
import java.util.function.IntUnaryOperator;

/**
 * The difference hash of what was painted anew of a picture, and of nothing else: its pixels are dealt out into {@value
 * DifferenceHash#ROWS} bands of rows with as many of them each, and those of a band into {@value DifferenceHash#COLUMNS} parts,
 * so that whatever shape it has there are as many bits as of a whole picture. Where all was painted anew it is {@link
 * DifferenceHash}.
 */
final class PaintedHash {

    private final byte[] rgb;
    private final int width;
    private final byte[] repaint;

    private PaintedHash(byte[] rgb, ImageSize size, byte[] repaint) {
        this.rgb = rgb;
        this.width = size.width();
        this.repaint = repaint;
    }

    /**
     * @param rgb rows from the top, three bytes a pixel
     * @param repaint a byte a pixel: {@link Mask#isRepainted} says what was painted anew
     * @return empty where that is too little for each part to have some of it
     */
    static OptionalLong of(byte[] rgb, ImageSize size, byte[] repaint) {
        return new PaintedHash(rgb, size, repaint).hash(size.height());
    }

    private OptionalLong hash(int height) {
        int[] bands = bounds(height, DifferenceHash.ROWS, row -> painted(row, row + 1, 0, width));
        long hash = 0;
        for (int band = 0; band < DifferenceHash.ROWS; band++) {
            int from = bands[band];
            int to = bands[band + 1];
            int[] parts = bounds(width, DifferenceHash.COLUMNS, x -> painted(from, to, x, x + 1));
            long left = DifferenceHash.NONE;
            for (int part = 0; part < DifferenceHash.COLUMNS; part++) {
                long mean = mean(from, to, parts[part], parts[part + 1]);
                if (mean == DifferenceHash.NONE) {
                    return OptionalLong.empty();
                }
                hash = part == 0 ? hash : hash << 1 | (DifferenceHash.isLighter(left, mean) ? 1 : 0);
                left = mean;
            }
        }
        return OptionalLong.of(hash);
    }

    /** Where each of so many parts begins along one side, and the last one ends, so that they have as much in them as can be. */
    private static int[] bounds(int length, int parts, IntUnaryOperator count) {
        long[] before = new long[length + 1];
        for (int i = 0; i < length; i++) {
            before[i + 1] = before[i] + count.applyAsInt(i);
        }
        int[] bounds = new int[parts + 1];
        int at = 0;
        for (int part = 0; part <= parts; part++) {
            while (at < length && before[at + 1] * parts <= part * before[length]) {
                at++;
            }
            bounds[part] = at;
        }
        return bounds;
    }

    private int painted(int top, int bottom, int left, int right) {
        int count = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                count += Mask.isRepainted(repaint[y * width + x]) ? 1 : 0;
            }
        }
        return count;
    }

    private long mean(int top, int bottom, int left, int right) {
        long sum = 0;
        int count = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                if (Mask.isRepainted(repaint[y * width + x])) {
                    sum += DifferenceHash.luma(rgb, y * width + x);
                    count++;
                }
            }
        }
        return count == 0 ? DifferenceHash.NONE : sum / count;
    }
}
