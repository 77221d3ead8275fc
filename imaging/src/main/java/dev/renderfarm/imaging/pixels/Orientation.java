package dev.renderfarm.imaging.pixels;

import java.util.Optional;

/** How a picture has to be turned to be seen as it was taken: Exif's tag 0x0112, in its order from 1. */
public enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(false, true, false),
    UPSIDE_DOWN(false, true, true),
    UPSIDE_DOWN_MIRRORED(false, false, true),
    TRANSPOSED(true, false, false),
    TURNED_RIGHT(true, false, true),
    TRANSVERSED(true, true, true),
    TURNED_LEFT(true, true, false);

    /** Rows become columns, before all else. */
    private final boolean swaps;

    private final boolean fromRight;
    private final boolean fromBelow;

    /**
     * @param swaps the stored row is what is shown as a column
     * @param fromRight the stored column is counted from the right
     * @param fromBelow the stored row is counted from below
     */
    Orientation(boolean swaps, boolean fromRight, boolean fromBelow) {
        this.swaps = swaps;
        this.fromRight = fromRight;
        this.fromBelow = fromBelow;
    }

    /** @param exif the tag's value; empty where it is none of the eight */
    public static Optional<Orientation> of(int exif) {
        return exif >= 1 && exif <= values().length ? Optional.of(values()[exif - 1]) : Optional.empty();
    }

    /** Whether width and height change places. */
    public boolean swapsSides() {
        return swaps;
    }

    /** The picture as it is meant to be seen. */
    public Pixels upright(Pixels stored) {
        if (this == UPRIGHT) {
            return stored;
        }
        int width = swaps ? stored.height() : stored.width();
        int height = swaps ? stored.width() : stored.height();
        byte[] alpha = stored.alpha();
        return new Pixels(
                width,
                height,
                turned(stored.rgb(), Pixels.COLOURS, stored.width(), width, height),
                alpha == null ? null : turned(alpha, 1, stored.width(), width, height));
    }

    private byte[] turned(byte[] stored, int channels, int storedWidth, int width, int height) {
        int storedHeight = swaps ? width : height;
        byte[] shown = new byte[stored.length];
        int to = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = swaps ? y : x;
                int row = swaps ? x : y;
                int from = (fromBelow ? storedHeight - 1 - row : row) * storedWidth
                        + (fromRight ? storedWidth - 1 - column : column);
                for (int c = 0; c < channels; c++) {
                    shown[to++] = stored[from * channels + c];
                }
            }
        }
        return shown;
    }
}
