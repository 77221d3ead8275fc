package dev.renderfarm.coordinator.intake;

/**
 * What a batch may bring.
 *
 * @param maxLines requests in one batch
 * @param maxPictures that they ask for together
 * @param maxErrors problems that are told one by one; the rest is counted
 */
public record IntakeLimits(int maxLines, int maxPictures, int maxErrors) {

    public IntakeLimits {
        if (maxLines < 1 || maxPictures < 1 || maxErrors < 1) {
            throw new IllegalArgumentException("limits must be at least 1: " + maxLines + " lines, " + maxPictures
                    + " pictures, " + maxErrors + " errors");
        }
    }
}
