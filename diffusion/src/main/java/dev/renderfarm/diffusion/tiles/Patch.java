package dev.renderfarm.diffusion.tiles;

/**
 * A picture or a part of one, as numbers.
 *
 * @param depth numbers at each position: colours, or moments
 * @param values [height, width, depth]. Blending changes them
 */
record Patch(int height, int width, int depth, float[] values) {

    Patch {
        if (values.length != height * width * depth) {
            throw new IllegalArgumentException(
                    height + "x" + width + " positions of " + depth + " cannot have " + values.length + " values");
        }
    }

    static Patch blank(int height, int width, int depth) {
        return new Patch(height, width, depth, new float[Math.multiplyExact(Math.multiplyExact(height, width), depth)]);
    }

    /** A copy of the part whose upper left corner is at the given place. */
    Patch cut(int top, int left, int rows, int columns) {
        Patch part = blank(rows, columns, depth);
        for (int y = 0; y < rows; y++) {
            System.arraycopy(values, index(top + y, left), part.values, part.index(y, 0), columns * depth);
        }
        return part;
    }

    /**
     * Fades over from the last rows of {@code above} in the first rows of this, {@code overlap} or as many as both
     * have.
     */
    void blendFromAbove(Patch above, int overlap) {
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
    void blendFromLeft(Patch left, int overlap) {
        int columns = Math.min(overlap, Math.min(left.width, width));
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < columns; x++) {
                blend(left, y, left.width - columns + x, y, x, (double) x / columns);
            }
        }
    }

    /** Copies the upper left corner of a tile, at most {@code side} by {@code side}, to the given place. */
    void paste(Patch tile, int side, int top, int left) {
        int rows = Math.min(side, tile.height);
        int columns = Math.min(side, tile.width);
        for (int y = 0; y < rows; y++) {
            System.arraycopy(tile.values, tile.index(y, 0), values, index(top + y, left), columns * depth);
        }
    }

    private void blend(Patch other, int otherY, int otherX, int y, int x, double share) {
        float here = (float) share;
        float there = (float) (1 - share);
        int from = other.index(otherY, otherX);
        int to = index(y, x);
        for (int c = 0; c < depth; c++) {
            values[to + c] = other.values[from + c] * there + values[to + c] * here;
        }
    }

    private int index(int y, int x) {
        return (y * width + x) * depth;
    }
}
