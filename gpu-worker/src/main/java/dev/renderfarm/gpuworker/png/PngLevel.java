package dev.renderfarm.gpuworker.png;

import dev.renderfarm.gpuworker.deflate.Effort;
import java.util.Locale;

/**
 * How small a PNG is made. Each level gives the same bytes for the same picture on every machine and Java runtime, and
 * all give the same pixels.
 */
public enum PngLevel {
    /** Least work. */
    FAST(8, new Effort(1, 1, 2, 24, 2, 16)),
    /** Little work, and nearly as small. */
    BALANCED(4, new Effort(32, 16_384, 5, 8, 4, 64)),
    /** As small as it gets, for several times the work. */
    SMALL(1, new Effort(64, 131_072, 31, 0, 1, 128));

    private final int pixelsPerSample;
    private final Effort effort;

    PngLevel(int pixelsPerSample, Effort effort) {
        this.pixelsPerSample = pixelsPerSample;
        this.effort = effort;
    }

    /** As configuration and metadata write it, for example {@code balanced}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** One pixel in so many is looked at to choose a row's filter. */
    int pixelsPerSample() {
        return pixelsPerSample;
    }

    Effort effort() {
        return effort;
    }
}
