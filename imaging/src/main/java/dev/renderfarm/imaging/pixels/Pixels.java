package dev.renderfarm.imaging.pixels;

import org.jspecify.annotations.Nullable;

/**
 * A picture in memory: sRGB, 8 bits a channel, rows from the top, pixels from the left. The arrays are not copied: who
 * has made one must not change them afterwards.
 *
 * @param rgb three bytes a pixel: red, green, blue; not multiplied by alpha
 * @param alpha a byte a pixel, 255 is opaque; null where the picture has none
 */
public record Pixels(int width, int height, byte[] rgb, byte @Nullable [] alpha) {

    public static final int COLOURS = 3;

    public Pixels {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a picture has at least one pixel: " + width + "x" + height);
        }
        long count = (long) width * height;
        if (rgb.length != count * COLOURS || (alpha != null && alpha.length != count)) {
            throw new IllegalArgumentException(
                    "a picture of " + width + "x" + height + " has " + count * COLOURS + " bytes of colour, these are "
                            + rgb.length + (alpha == null ? "" : ", and " + alpha.length + " of alpha"));
        }
    }

    /** One without transparency. */
    public static Pixels opaque(int width, int height, byte[] rgb) {
        return new Pixels(width, height, rgb, null);
    }

    public int count() {
        return width * height;
    }

    public boolean hasAlpha() {
        return alpha != null;
    }
}
