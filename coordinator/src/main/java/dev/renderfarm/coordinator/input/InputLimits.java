package dev.renderfarm.coordinator.input;

import dev.renderfarm.common.task.ImageEndpoint;

/**
 * How much of a file is held in memory at once.
 *
 * @param maxRowLength characters of one JSON line, or of one CSV record with all its cells
 * @param maxEditLength the same of edits, which may hold their pictures
 */
public record InputLimits(int maxRowLength, int maxEditLength) {

    /** As many as the widest sheet of a spreadsheet has columns; what is beyond those with names is empty. */
    static final int MAX_CELLS = 16_384;

    public InputLimits {
        if (maxRowLength < 1 || maxEditLength < maxRowLength) {
            throw new IllegalArgumentException("max row length must be at least 1, and that of edits no less: "
                    + maxRowLength + " and " + maxEditLength);
        }
    }

    /** The same for all endpoints. */
    public InputLimits(int maxRowLength) {
        this(maxRowLength, maxRowLength);
    }

    /** Those that count for such lines. */
    InputLimits of(ImageEndpoint endpoint) {
        return endpoint == ImageEndpoint.EDITS ? new InputLimits(maxEditLength) : this;
    }
}
