package dev.renderfarm.imaging.resize;

import dev.renderfarm.imaging.pixels.Pixels;
import java.util.Arrays;

/**
 * Pillow's Lanczos, to the bit: two passes, each to 8 bits, with weights of 22 bits after the point. Colours are multiplied by
 * alpha meanwhile, so that what is transparent does not darken an edge.
 */
public final class Lanczos {

    /** The same picture of another size; itself where it has that size. */
    public static Pixels resize(Pixels picture, int width, int height) {
        return resize(picture, Box.of(picture.width(), picture.height()), width, height);
    }

    /**
     * Part of a picture, of another size; itself where all of it has that size.
     *
     * @param part within the picture; what is beside it is seen by the filter, as in Pillow
     */
    public static Pixels resize(Pixels picture, Box part, int width, int height) {
        int fromWidth = picture.width();
        int fromHeight = picture.height();
        if (fromWidth == width && fromHeight == height && part.equals(Box.of(width, height))) {
            return picture;
        }
        byte[] alpha = picture.alpha();
        if (alpha == null) {
            byte[] rgb = resize(picture.rgb(), Pixels.COLOURS, fromWidth, fromHeight, part, width, height);
            return Pixels.opaque(width, height, rgb);
        }
        byte[] multiplied =
                resize(multiplied(picture.rgb(), alpha), Pixels.COLOURS, fromWidth, fromHeight, part, width, height);
        byte[] resizedAlpha = resize(alpha, 1, fromWidth, fromHeight, part, width, height);
        return new Pixels(width, height, divided(multiplied, resizedAlpha), resizedAlpha);
    }

    /**
     * Channels by themselves.
     *
     * @param samples rows from the top, a pixel's channels beside each other; not changed
     * @param part within the picture
     */
    public static byte[] resize(
            byte[] samples, int channels, int fromWidth, int fromHeight, Box part, int toWidth, int toHeight) {
        LanczosWeights across = LanczosWeights.of(fromWidth, part.left(), part.right(), toWidth);
        LanczosWeights down = LanczosWeights.of(fromHeight, part.top(), part.bottom(), toHeight);
        byte[] wide = horizontally(samples, channels, fromWidth, down.firstOfAll(), down.endOfAll(), across);
        return vertically(wide, channels * toWidth, down);
    }

    /** Of the rows that the other pass needs. */
    private static byte[] horizontally(
            byte[] samples, int channels, int fromWidth, int firstRow, int endRow, LanczosWeights weights) {
        int width = weights.count();
        byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(width, endRow - firstRow), channels)];
        int to = 0;
        for (int y = firstRow; y < endRow; y++) {
            int row = y * fromWidth;
            for (int x = 0; x < width; x++) {
                int[] taps = weights.of(x);
                int from = (row + weights.first(x)) * channels;
                for (int c = 0; c < channels; c++) {
                    int sum = LanczosWeights.HALF;
                    for (int k = 0; k < taps.length; k++) {
                        sum += (samples[from + k * channels + c] & 0xff) * taps[k];
                    }
                    out[to++] = LanczosWeights.rounded(sum);
                }
            }
        }
        return out;
    }

    private static byte[] vertically(byte[] samples, int rowLength, LanczosWeights weights) {
        byte[] out = new byte[Math.multiplyExact(weights.count(), rowLength)];
        int[] sums = new int[rowLength];
        for (int y = 0; y < weights.count(); y++) {
            Arrays.fill(sums, LanczosWeights.HALF);
            int[] taps = weights.of(y);
            for (int k = 0; k < taps.length; k++) {
                int from = (weights.first(y) - weights.firstOfAll() + k) * rowLength;
                for (int i = 0; i < rowLength; i++) {
                    sums[i] += (samples[from + i] & 0xff) * taps[k];
                }
            }
            for (int i = 0; i < rowLength; i++) {
                out[y * rowLength + i] = LanczosWeights.rounded(sums[i]);
            }
        }
        return out;
    }

    private static byte[] multiplied(byte[] rgb, byte[] alpha) {
        byte[] out = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            int product = (rgb[i] & 0xff) * (alpha[i / Pixels.COLOURS] & 0xff) + 128;
            out[i] = (byte) (((product >> 8) + product) >> 8);
        }
        return out;
    }

    private static byte[] divided(byte[] multiplied, byte[] alpha) {
        byte[] out = new byte[multiplied.length];
        for (int i = 0; i < out.length; i++) {
            int a = alpha[i / Pixels.COLOURS] & 0xff;
            out[i] = a == 0 || a == 255 ? multiplied[i] : (byte) Math.min(255, 255 * (multiplied[i] & 0xff) / a);
        }
        return out;
    }

    private Lanczos() {}
}
