package dev.renderfarm.coordinator.input;

/**
 * How much of a file is held in memory at once.
 *
 * @param maxRowLength characters of one JSON line, or of one CSV record with all its cells
 */
public record InputLimits(int maxRowLength) {

    /** As many as the widest sheet of a spreadsheet has columns; what is beyond those with names is empty. */
    static final int MAX_CELLS = 16_384;

    public InputLimits {
        if (maxRowLength < 1) {
            throw new IllegalArgumentException("max row length must be at least 1: " + maxRowLength);
        }
    }
}
