package dev.renderfarm.coordinator.intake;

/**
 * What a batch may bring.
 *
 * @param maxLines requests in one batch
 * @param maxErrors problems that are told one by one; the rest is counted
 */
public record IntakeLimits(int maxLines, int maxErrors) {

    public IntakeLimits {
        if (maxLines < 1 || maxErrors < 1) {
            throw new IllegalArgumentException(
                    "limits must be at least 1: " + maxLines + " lines, " + maxErrors + " errors");
        }
    }
}
