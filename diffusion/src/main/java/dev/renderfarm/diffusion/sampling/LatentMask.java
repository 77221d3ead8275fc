package dev.renderfarm.diffusion.sampling;

import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.MaskToLatents;
import java.util.Arrays;

/**
 * Which positions of a picture's latents are painted anew; all others are kept.
 *
 * @param repaint [height, width]. Not copied: the caller must not change the array afterwards
 */
public record LatentMask(int height, int width, boolean[] repaint) {

    public LatentMask {
        if (repaint.length != Math.multiplyExact(height, width)) {
            throw new IllegalArgumentException(
                    "a mask of " + height + "x" + width + " latents has not " + repaint.length + " values");
        }
    }

    /** Nothing is kept. */
    public static LatentMask everything(LatentShape shape) {
        boolean[] repaint = new boolean[shape.height() * shape.width()];
        Arrays.fill(repaint, true);
        return new LatentMask(shape.height(), shape.width(), repaint);
    }

    /** The right half, or more where the number of columns is odd; the left one is kept. */
    public static LatentMask right(LatentShape shape) {
        boolean[] repaint = new boolean[shape.height() * shape.width()];
        for (int i = 0; i < repaint.length; i++) {
            repaint[i] = i % shape.width() >= shape.width() / 2;
        }
        return new LatentMask(shape.height(), shape.width(), repaint);
    }

    /**
     * Of a mask in pixels.
     *
     * @param pixels [height * scale, width * scale], painted anew as {@link Mask#isRepainted} says
     * @param scale pixels per latent position, on each side
     */
    public static LatentMask of(byte[] pixels, LatentShape shape, int scale, MaskToLatents rule) {
        int height = shape.height();
        int width = shape.width();
        if (pixels.length != Math.multiplyExact(height * scale, width * scale)) {
            throw new IllegalArgumentException(
                    "the mask has " + pixels.length + " pixels, expected " + height * scale + "x" + width * scale);
        }
        boolean[] repaint = new boolean[height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int corner = y * scale * width * scale + x * scale;
                repaint[y * width + x] = switch (rule) {
                    case NEAREST -> Mask.isRepainted(pixels[corner]);
                    case ANY -> isAnyRepainted(pixels, corner, width * scale, scale);
                };
            }
        }
        return new LatentMask(height, width, repaint);
    }

    /** Whether all is kept. */
    public boolean isEmpty() {
        for (boolean anew : repaint) {
            if (anew) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAnyRepainted(byte[] pixels, int corner, int row, int scale) {
        for (int y = 0; y < scale; y++) {
            for (int x = 0; x < scale; x++) {
                if (Mask.isRepainted(pixels[corner + y * row + x])) {
                    return true;
                }
            }
        }
        return false;
    }
}
