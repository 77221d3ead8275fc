package dev.renderfarm.gpuworker.deflate;

/**
 * How hard repetitions are looked for. The same effort gives the same bytes for the same data, now and later: whoever
 * changes what an effort does changes bytes that were promised to stay.
 *
 * @param deepest most candidates that are compared at one place
 * @param comparisonsPerRegion how many comparisons each 32 KiB may take, about: the depth follows from it
 * @param patience after how many places without a repetition one place is skipped at a time, two after twice as many,
 *     and so on, as a power of two
 * @param longestSkip most places that are skipped at a time
 * @param lazyDepth from which depth on the next place is tried too, before a repetition is taken
 * @param longEnough length of a repetition that is taken without looking for a longer one
 */
public record Effort(
        int deepest, int comparisonsPerRegion, int patience, int longestSkip, int lazyDepth, int longEnough) {

    public Effort {
        if (deepest < 1 || comparisonsPerRegion < 1) {
            throw new IllegalArgumentException("at least one comparison must be allowed");
        }
        if (patience < 0 || patience > 31 || longestSkip < 0) {
            throw new IllegalArgumentException("patience is from 0 to 31 and a skip not negative");
        }
    }
}
