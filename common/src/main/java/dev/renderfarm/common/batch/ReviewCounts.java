package dev.renderfarm.common.batch;

import dev.renderfarm.common.task.Verdict;

/**
 * What people think of a batch's pictures, in numbers. Of all others nobody has said anything.
 *
 * @param approved pictures that are wanted as they are
 * @param rejected pictures that are not
 */
public record ReviewCounts(int approved, int rejected) {

    public static final ReviewCounts NONE = new ReviewCounts(0, 0);

    public ReviewCounts {
        if (approved < 0 || rejected < 0) {
            throw new IllegalArgumentException("a count is negative: " + approved + ", " + rejected);
        }
    }

    /** One picture that was judged otherwise before. */
    public ReviewCounts moved(Verdict before, Verdict after) {
        return new ReviewCounts(
                approved + of(after, Verdict.APPROVED) - of(before, Verdict.APPROVED),
                rejected + of(after, Verdict.REJECTED) - of(before, Verdict.REJECTED));
    }

    private static int of(Verdict verdict, Verdict counted) {
        return verdict == counted ? 1 : 0;
    }
}
