package dev.renderfarm.common.task;

import java.util.Comparator;

/**
 * How far a picture is from passing its checks; the better of two comes first: fewer checks failed, then the smaller excess.
 *
 * @param checks how many it failed, at least 1
 * @param excess sum over these of how far it is beyond their limit: next to 0 at the limit, 1 as far as can be
 */
public record Shortfall(int checks, double excess) implements Comparable<Shortfall> {

    private static final Comparator<Shortfall> BEST_FIRST =
            Comparator.comparingInt(Shortfall::checks).thenComparingDouble(Shortfall::excess);

    public Shortfall {
        if (checks < 1 || !(excess >= 0 && excess <= checks)) {
            throw new IllegalArgumentException(
                    "a shortfall is of one check or more, with an excess of at most 1 each: " + checks + ", " + excess);
        }
    }

    /** With so many more checks, failed as far as can be. */
    public Shortfall and(int more) {
        return new Shortfall(checks + more, excess + more);
    }

    @Override
    public int compareTo(Shortfall other) {
        return BEST_FIRST.compare(this, other);
    }
}
