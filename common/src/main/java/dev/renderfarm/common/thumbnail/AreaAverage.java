package dev.renderfarm.common.thumbnail;

import dev.renderfarm.common.task.ImageSize;
import java.util.Arrays;

/**
 * Makes a picture smaller: each pixel is the mean of what it covers, of pixels that it covers in part by that part. One
 * row is held besides.
 */
final class AreaAverage {

    private static final int COLOURS = 3;
    private static final double ROUNDING = 1e-9;

    private final ImageSize from;
    private final ImageSize to;
    private final byte[] rgb;
    private final float[] row;

    private AreaAverage(ImageSize from, byte[] rgb, ImageSize to) {
        this.from = from;
        this.to = to;
        this.rgb = rgb;
        this.row = new float[to.width() * COLOURS];
    }

    /**
     * @param to at most as wide and as high as {@code from}
     * @param pixels of the result, a whole number each: red, green and blue from the higher to the lower bits
     */
    static void of(ImageSize from, byte[] rgb, ImageSize to, int[] pixels) {
        if (rgb.length != from.pixels() * COLOURS) {
            throw new IllegalArgumentException("a picture of " + from + " has not " + rgb.length + " bytes");
        }
        AreaAverage average = new AreaAverage(from, rgb, to);
        boolean whole = from.width() % to.width() == 0 && from.height() % to.height() == 0;
        for (int y = 0; y < to.height(); y++) {
            Arrays.fill(average.row, 0);
            if (whole) {
                average.addWhole(y);
            } else {
                average.addParts(y);
            }
            average.write(pixels, y * to.width());
        }
    }

    /** Of pixels that cover a whole number each way, as most do. */
    private void addWhole(int y) {
        int across = from.width() / to.width();
        int down = from.height() / to.height();
        int stride = from.width() * COLOURS;
        float weight = 1f / (across * down);
        for (int x = 0; x < to.width(); x++) {
            int red = 0;
            int green = 0;
            int blue = 0;
            int start = y * down * stride + x * across * COLOURS;
            for (int line = 0; line < down; line++) {
                int end = start + across * COLOURS;
                for (int at = start; at < end; at += COLOURS) {
                    red += rgb[at] & 0xff;
                    green += rgb[at + 1] & 0xff;
                    blue += rgb[at + 2] & 0xff;
                }
                start += stride;
            }
            row[x * COLOURS] = weight * red;
            row[x * COLOURS + 1] = weight * green;
            row[x * COLOURS + 2] = weight * blue;
        }
    }

    private void addParts(int y) {
        double height = (double) from.height() / to.height();
        double width = (double) from.width() / to.width();
        double top = y * height;
        double bottom = top + height;
        int last = Math.min(from.height(), (int) Math.ceil(bottom - ROUNDING));
        for (int line = (int) top; line < last; line++) {
            double covered = Math.min(bottom, line + 1) - Math.max(top, line);
            addLine(line, (float) (covered / height / width), width);
        }
    }

    /** Adds a line of the picture by its weight for a pixel that is covered in whole. */
    private void addLine(int line, float weight, double width) {
        int start = line * from.width() * COLOURS;
        for (int x = 0; x < to.width(); x++) {
            double left = x * width;
            double right = left + width;
            int last = Math.min(from.width(), (int) Math.ceil(right - ROUNDING));
            float red = 0;
            float green = 0;
            float blue = 0;
            for (int covered = (int) left; covered < last; covered++) {
                float part = (float) (Math.min(right, covered + 1) - Math.max(left, covered));
                int at = start + covered * COLOURS;
                red += part * (rgb[at] & 0xff);
                green += part * (rgb[at + 1] & 0xff);
                blue += part * (rgb[at + 2] & 0xff);
            }
            row[x * COLOURS] += weight * red;
            row[x * COLOURS + 1] += weight * green;
            row[x * COLOURS + 2] += weight * blue;
        }
    }

    private void write(int[] pixels, int at) {
        for (int x = 0; x < to.width(); x++) {
            int pixel = 0;
            for (int colour = 0; colour < COLOURS; colour++) {
                pixel = pixel << 8 | Math.min(255, Math.round(row[x * COLOURS + colour]));
            }
            pixels[at + x] = pixel;
        }
    }
}
