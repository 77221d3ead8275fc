package dev.renderfarm.gpuworker.delivery;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.imaging.canvas.Canvas;
import dev.renderfarm.imaging.mask.WhiteFlood;
import dev.renderfarm.imaging.pixels.Pixels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What of a picture is not its product.
 *
 * @param levels a byte a pixel: 255 is ground, 0 product, between them the soft edge of a cut-out; not copied
 * @param kept not 0 where a pixel is its source's, to the byte; null where none is
 * @param isTold whether the edit tells it; else it was looked for
 */
record Ground(int width, int height, byte[] levels, byte @Nullable [] kept, boolean isTold) {

    private static final byte WHOLLY = (byte) 255;
    private static final byte WHITE = (byte) 255;
    /** Share of the border: a mask that leaves more of it tells what is painted anew, not what the product is. */
    private static final double MOST_BEYOND = 0.05;

    /**
     * Around a cut-out all that is transparent; beside a white background, or a mask that has painted nearly all of the border,
     * what is painted and joined to the border, since what is painted inside of a product may be a part of it; in any other
     * picture what is white and joined to the border by white.
     *
     * @param canvas null where the picture is no edit
     * @param tolerance how far from 255 each colour of white may be
     */
    static Ground of(Pixels picture, @Nullable Canvas canvas, @Nullable Edit edit, int tolerance) {
        byte[] kept = canvas == null ? null : canvas.kept();
        byte[] painted = canvas == null || !canvas.tellsProduct() ? null : canvas.repaint();
        if (painted != null && edit != null && edit.mask() == null) {
            return new Ground(picture.width(), picture.height(), painted, kept, true);
        }
        if (painted != null) {
            byte[] joined = joinedToTheBorder(painted, picture.width(), picture.height());
            Ground told = new Ground(picture.width(), picture.height(), joined, kept, true);
            boolean isOfWhite = edit != null && edit.mask() instanceof Mask.WhiteBackground;
            if (isOfWhite ? told.size() > 0 : told.shareOfBorderBeyond() <= MOST_BEYOND) {
                return told;
            }
        }
        byte[] white = WhiteFlood.of(picture, tolerance).repaint();
        return new Ground(picture.width(), picture.height(), white, kept, false);
    }

    private static byte[] joinedToTheBorder(byte[] painted, int width, int height) {
        byte[] rgb = new byte[painted.length * Pixels.COLOURS];
        for (int i = 0; i < painted.length; i++) {
            if (Mask.isRepainted(painted[i])) {
                Arrays.fill(rgb, i * Pixels.COLOURS, (i + 1) * Pixels.COLOURS, WHITE);
            }
        }
        return WhiteFlood.of(Pixels.opaque(width, height, rgb), 0).repaint();
    }

    boolean isProduct(int x, int y) {
        return !Mask.isRepainted(levels[y * width + x]);
    }

    /** How much of the picture it is, in pixels that are nothing else. */
    int size() {
        int size = 0;
        for (byte level : levels) {
            size += level == WHOLLY ? 1 : 0;
        }
        return size;
    }

    /** Of all pixels at the border, the share that is not ground, from 0 to 1. */
    double shareOfBorderBeyond() {
        int beyond = 0;
        for (int x = 0; x < width; x++) {
            beyond += (isProduct(x, 0) ? 1 : 0) + (isProduct(x, height - 1) ? 1 : 0);
        }
        for (int y = 0; y < height; y++) {
            beyond += (isProduct(0, y) ? 1 : 0) + (isProduct(width - 1, y) ? 1 : 0);
        }
        return beyond / (2.0 * (width + height));
    }

    /**
     * The picture on white.
     *
     * @param rgb the picture; not changed
     * @param canvas null where the picture is no edit
     */
    Whitened whitened(byte[] rgb, @Nullable Canvas canvas) {
        byte[] out = rgb.clone();
        byte[] onWhite = kept == null || canvas == null
                ? null
                : canvas.finish(white(rgb.length)).rgb();
        int whitened = 0;
        int left = 0;
        for (int pixel = 0; pixel < levels.length; pixel++) {
            int at = pixel * Pixels.COLOURS;
            boolean isKept = kept != null && kept[pixel] != 0;
            if (levels[pixel] == WHOLLY && !isWhite(rgb, at)) {
                if (isKept) {
                    left++;
                } else {
                    Arrays.fill(out, at, at + Pixels.COLOURS, WHITE);
                    whitened++;
                }
            } else if (levels[pixel] != WHOLLY && levels[pixel] != 0 && !isKept && onWhite != null) {
                System.arraycopy(onWhite, at, out, at, Pixels.COLOURS);
            }
        }
        return new Whitened(out, whitened, left);
    }

    private static byte[] white(int length) {
        byte[] white = new byte[length];
        Arrays.fill(white, WHITE);
        return white;
    }

    private static boolean isWhite(byte[] rgb, int at) {
        return rgb[at] == WHITE && rgb[at + 1] == WHITE && rgb[at + 2] == WHITE;
    }

    /**
     * @param whitened how many pixels of the ground were made white
     * @param left how many are not white and are not touched, since they are the source's
     */
    record Whitened(byte[] rgb, int whitened, int left) {}
}
