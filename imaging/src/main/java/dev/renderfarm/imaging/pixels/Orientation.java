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

    boolean isFromRight() {
        return fromRight;
    }

    boolean isFromBelow() {
        return fromBelow;
    }
}
