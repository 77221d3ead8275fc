package dev.renderfarm.common.task;

import dev.renderfarm.common.digest.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Which drawing of a picture an attempt is: one for each that failed a check, from another seed, besides the first.
 *
 * @param number how many drawings of the picture have failed a check before
 * @param last whether this one is kept whatever the checks say, unless an earlier one was better
 * @param best of the earlier ones, which is drawn again if this one is worse; null where there is none to compare with
 */
public record Redraw(int number, boolean last, @Nullable Shortfall best) {

    private static final int HEX_DIGITS = 8;
    private static final int HEX = 16;

    /** One that is compared with no other. */
    public Redraw(int number, boolean last) {
        this(number, last, null);
    }

    public Redraw {
        if (number < 0) {
            throw new IllegalArgumentException("number is negative: " + number);
        }
    }

    /** As a task has it: null for the first drawing where there may be others. */
    public @Nullable Redraw stored() {
        return number == 0 && !last ? null : this;
    }

    /** Whether a drawing that has failed checks is kept, rather than another one made. */
    public boolean keeps(@Nullable Shortfall drawn) {
        return last && (best == null || drawn == null || drawn.compareTo(best) <= 0);
    }

    /**
     * What the drawing begins from: the line's seed for the first, then the first 32 bits of the SHA-256 of
     * {@code SEED/NUMBER} in decimal digits, which no other picture of the line begins from but by chance.
     */
    public long seed(long ofTheLine) {
        return number == 0
                ? ofTheLine
                : Long.parseLong(Sha256.hex(ofTheLine + "/" + number).substring(0, HEX_DIGITS), HEX);
    }
}
