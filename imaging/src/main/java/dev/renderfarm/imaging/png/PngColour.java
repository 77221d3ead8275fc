package dev.renderfarm.imaging.png;

import java.util.Arrays;
import java.util.Optional;

/** Colour types of PNG. */
enum PngColour {
    GREY(0, 1, 1, 2, 4, 8, 16),
    RGB(2, 3, 8, 16),
    PALETTE(3, 1, 1, 2, 4, 8),
    GREY_ALPHA(4, 2, 8, 16),
    RGB_ALPHA(6, 4, 8, 16);

    private final int code;
    private final int samples;
    private final int[] depths;

    PngColour(int code, int samples, int... depths) {
        this.code = code;
        this.samples = samples;
        this.depths = depths;
    }

    static Optional<PngColour> of(int code, int depth) {
        return Arrays.stream(values())
                .filter(colour ->
                        colour.code == code && Arrays.stream(colour.depths).anyMatch(d -> d == depth))
                .findFirst();
    }

    /** Numbers of a pixel. */
    int samples() {
        return samples;
    }

    boolean hasAlpha() {
        return this == GREY_ALPHA || this == RGB_ALPHA;
    }

    boolean isGrey() {
        return this == GREY || this == GREY_ALPHA;
    }
}
