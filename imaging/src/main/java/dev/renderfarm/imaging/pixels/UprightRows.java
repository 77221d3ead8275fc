package dev.renderfarm.imaging.pixels;

import org.jspecify.annotations.Nullable;

/** Room for one picture, which is filled with rows as they are stored, in any order, and is upright when it is full. */
public final class UprightRows {

    private final int storedWidth;
    private final int width;
    private final int height;
    private final byte[] rgb;
    private final byte @Nullable [] alpha;

    /** The place of the first stored pixel, and of the next ones to its right and below it, counted in pixels. */
    private final int origin;

    private final int right;
    private final int down;

    /**
     * @param storedWidth before the picture is turned
     * @param storedHeight before the picture is turned
     */
    public UprightRows(int storedWidth, int storedHeight, Orientation orientation, boolean hasAlpha) {
        this.storedWidth = storedWidth;
        this.width = orientation.swapsSides() ? storedHeight : storedWidth;
        this.height = orientation.swapsSides() ? storedWidth : storedHeight;
        int count = Math.multiplyExact(width, height);
        this.rgb = new byte[Math.multiplyExact(count, Pixels.COLOURS)];
        this.alpha = hasAlpha ? new byte[count] : null;
        int column = orientation.swapsSides() ? width : 1;
        int row = orientation.swapsSides() ? 1 : width;
        this.right = orientation.isFromRight() ? -column : column;
        this.down = orientation.isFromBelow() ? -row : row;
        this.origin = (orientation.isFromRight() ? (storedWidth - 1) * column : 0)
                + (orientation.isFromBelow() ? (storedHeight - 1) * row : 0);
    }

    /**
     * Takes the colours of every {@code step}th pixel of the stored row {@code y}, from the {@code first}.
     *
     * @param row three bytes a pixel, without those that are left out
     */
    public void colours(byte[] row, int y, int first, int step) {
        int from = 0;
        int to = (origin + y * down + first * right) * Pixels.COLOURS;
        for (int x = first; x < storedWidth; x += step) {
            rgb[to] = row[from];
            rgb[to + 1] = row[from + 1];
            rgb[to + 2] = row[from + 2];
            from += Pixels.COLOURS;
            to += step * right * Pixels.COLOURS;
        }
    }

    /**
     * Takes the alpha of pixels as {@link #colours} does; of a picture that has any.
     *
     * @param row a byte a pixel
     */
    public void alpha(byte[] row, int y, int first, int step) {
        if (alpha == null) {
            throw new IllegalStateException("a picture without alpha is given some");
        }
        int from = 0;
        int to = origin + y * down + first * right;
        for (int x = first; x < storedWidth; x += step) {
            alpha[to] = row[from++];
            to += step * right;
        }
    }

    /** The picture, once all rows are taken; not copied. */
    public Pixels pixels() {
        return new Pixels(width, height, rgb, alpha);
    }
}
