package dev.renderfarm.common.task;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody said of a picture, the last that was said.
 *
 * @param note why; null where nobody said
 * @param at when it was said
 */
public record Review(Verdict verdict, @Nullable String note, Instant at) {

    /** A note, as a regular expression: no control characters but ends of lines and tabs. */
    public static final String NOTE = "[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F-\\x9F]*";

    /** Of a note, in characters. */
    public static final int LONGEST_NOTE = 300;

    public Review {
        requireNonNull(verdict, "verdict is null");
        requireNonNull(at, "at is null");
    }
}
