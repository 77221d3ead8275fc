package dev.renderfarm.diffusion.tiles;

import dev.renderfarm.diffusion.network.DiffusionModel;

/**
 * A picture or a tile of one before it is rounded to bytes.
 *
 * @param values [height, width, 3], about −1 to 1. Blending changes them
 */
record Pixels(int height, int width, float[] values) {

    Pixels {
        if (values.length != height * width * DiffusionModel.COLOURS) {
            throw new IllegalArgumentException(
                    height + "x" + width + " pixels cannot have " + values.length + " values");
        }
    }

    static Pixels blank(int height, int width) {
        return new Pixels(
                height,
                width,
                new float[Math.multiplyExact(Math.multiplyExact(height, width), DiffusionModel.COLOURS)]);
    }

    /**
     * Fades over from the last rows of {@code above} in the first rows of this, {@code overlap} or as many as both
     * have.
     */
    void blendFromAbove(Pixels above, int overlap) {
        int rows = Math.min(overlap, Math.min(above.height, height));
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < width; x++) {
                blend(above, above.height - rows + y, x, y, x, (double) y / rows);
            }
        }
    }

    /**
     * Fades over from the last columns of {@code left} in the first columns of this, {@code overlap} or as many as both
     * have.
     */
    void blendFromLeft(Pixels left, int overlap) {
        int columns = Math.min(overlap, Math.min(left.width, width));
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < columns; x++) {
                blend(left, y, left.width - columns + x, y, x, (double) x / columns);
            }
        }
    }

    /** Copies the upper left corner of a tile, at most {@code side} by {@code side}, to the given place. */
    void paste(Pixels tile, int side, int top, int left) {
        int rows = Math.min(side, tile.height);
        int columns = Math.min(side, tile.width);
        for (int y = 0; y < rows; y++) {
            System.arraycopy(
                    tile.values, tile.index(y, 0), values, index(top + y, left), columns * DiffusionModel.COLOURS);
        }
    }

    /** Bytes: clamp(p/2 + ½, 0, 1)·255, halves to the even neighbour. */
    byte[] bytes() {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            float unit = Math.max(0f, Math.min(1f, values[i] * 0.5f + 0.5f));
            bytes[i] = (byte) Math.rint(unit * 255f);
        }
        return bytes;
    }

    private void blend(Pixels other, int otherY, int otherX, int y, int x, double share) {
        float here = (float) share;
        float there = (float) (1 - share);
        int from = other.index(otherY, otherX);
        int to = index(y, x);
        for (int c = 0; c < DiffusionModel.COLOURS; c++) {
            values[to + c] = other.values[from + c] * there + values[to + c] * here;
        }
    }

    private int index(int y, int x) {
        return (y * width + x) * DiffusionModel.COLOURS;
    }
}
