package dev.renderfarm.imaging.resize;

/**
 * Part of a picture, in its pixels from its top left. Its sides need not lie between pixels.
 *
 * @param right beyond its last pixel
 * @param bottom beyond its last pixel
 */
public record Box(double left, double top, double right, double bottom) {

    public Box {
        if (!(left >= 0 && top >= 0 && right > left && bottom > top)) {
            throw new IllegalArgumentException(
                    "a box has an area: " + left + "," + top + " to " + right + "," + bottom);
        }
    }

    /** All of a picture. */
    public static Box of(int width, int height) {
        return new Box(0, 0, width, height);
    }

    public double width() {
        return right - left;
    }

    public double height() {
        return bottom - top;
    }
}
