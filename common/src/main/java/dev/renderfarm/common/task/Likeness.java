package dev.renderfarm.common.task;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By which a picture is told to look like another one.
 *
 * @param dhash its difference hash of 64 bits, 16 digits of lower-case hex; of an edit that is compared, of what was painted
 * anew alone
 * @param variant which of the pictures of its line it is, from 1; null where it has none to be like: it is the only one, has too
 * little in it, or is an edit that is to look like its source
 */
public record Likeness(String dhash, @Nullable Integer variant) {

    public static final int BITS = Long.SIZE;

    private static final Pattern SYNTAX = Pattern.compile("[0-9a-f]{16}");
    private static final int HEX = 16;

    public Likeness {
        requireNonNull(dhash, "dhash is null");
        if (!SYNTAX.matcher(dhash).matches()) {
            throw new IllegalArgumentException("dhash is not 16 digits of lower-case hex: " + dhash);
        }
        if (variant != null && variant < 1) {
            throw new IllegalArgumentException("variant must be at least 1: " + variant);
        }
    }

    /** In how many bits they differ: 0 for pictures that look the same, some 32 for any two. */
    public int distance(Likeness other) {
        return Long.bitCount(bits() ^ other.bits());
    }

    private long bits() {
        return Long.parseUnsignedLong(dhash, HEX);
    }
}
