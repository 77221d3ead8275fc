package dev.renderfarm.common.profile;

import org.jspecify.annotations.Nullable;

/**
 * How large a picture may be. All sides in pixels; what is null is not ruled.
 *
 * @param leastLonger least length of the longer side
 * @param leastShorter least length of the shorter side
 * @param mostLonger largest length of the longer side
 * @param shape proportions, {@code WIDTH:HEIGHT}
 * @param mostEnlargement how many times as long as it was drawn a side may be made; null is {@value #USUAL_ENLARGEMENT}
 */
public record Sides(
        @Nullable Integer leastLonger,
        @Nullable Integer leastShorter,
        @Nullable Integer mostLonger,
        @Nullable String shape,
        @Nullable Double mostEnlargement) {

    /** Beyond that an enlarged picture is visibly soft. */
    public static final double USUAL_ENLARGEMENT = 2;

    /** What a worker has memory for. */
    private static final int LARGEST = 8_192;

    /** Of a picture, padded and scaled: what a worker has memory for. */
    public static final long MOST_PIXELS = (long) LARGEST * LARGEST;

    private static final int LARGEST_OF_ALL = 16_384;
    private static final double MOST_ENLARGEMENT = 4;
    private static final double MOST_RATIO = 4;
    private static final String SHAPE = "[1-9][0-9]?:[1-9][0-9]?";

    public Sides {
        check("least_longer", leastLonger, LARGEST);
        check("least_shorter", leastShorter, LARGEST);
        check("most_longer", mostLonger, LARGEST_OF_ALL);
        int least = Math.max(leastLonger == null ? 1 : leastLonger, leastShorter == null ? 1 : leastShorter);
        if (mostLonger != null && mostLonger < least) {
            throw new IllegalArgumentException("most_longer " + mostLonger + " is less than the least, " + least);
        }
        if (shape != null && !shape.matches(SHAPE)) {
            throw new IllegalArgumentException("shape must be WIDTH:HEIGHT, such as 1:1: " + shape);
        }
        if (shape != null && (ratio(shape) > MOST_RATIO || ratio(shape) < 1 / MOST_RATIO)) {
            throw new IllegalArgumentException("shape must be from 1:4 to 4:1: " + shape);
        }
        if (leastPixels(leastLonger, leastShorter, shape) > MOST_PIXELS) {
            throw new IllegalArgumentException("least_longer " + leastLonger + " and least_shorter " + leastShorter
                    + (shape == null ? "" : ", of the shape " + shape) + ", ask for more than " + MOST_PIXELS
                    + " pixels, which no worker holds: lower them");
        }
        if (mostEnlargement != null && !(mostEnlargement >= 1 && mostEnlargement <= MOST_ENLARGEMENT)) {
            throw new IllegalArgumentException(
                    "most_enlargement must be from 1 to " + MOST_ENLARGEMENT + ": " + mostEnlargement);
        }
    }

    private static void check(String name, @Nullable Integer side, int largest) {
        if (side != null && (side < 1 || side > largest)) {
            throw new IllegalArgumentException(name + " must be from 1 to " + largest + ": " + side);
        }
    }

    private static double leastPixels(
            @Nullable Integer leastLonger, @Nullable Integer leastShorter, @Nullable String shape) {
        double shorter = leastShorter == null ? 0 : leastShorter;
        double longer = leastLonger == null ? 0 : leastLonger;
        if (shape == null) {
            return shorter * Math.max(shorter, longer);
        }
        double ratio = Math.max(ratio(shape), 1 / ratio(shape));
        return Math.max(shorter * shorter * ratio, longer * longer / ratio);
    }

    /** The one that counts. */
    double enlargement() {
        return mostEnlargement == null ? USUAL_ENLARGEMENT : mostEnlargement;
    }

    /** Width by height of the shape; 0 where none is ruled. */
    public double ratio() {
        return shape == null ? 0 : ratio(shape);
    }

    private static double ratio(String shape) {
        String[] parts = shape.split(":");
        return Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
    }

    /** What a picture of these sides is scaled by, so that it holds; 0 where nothing makes it hold. */
    public double scale(int width, int height) {
        double longer = Math.max(width, height);
        double shorter = Math.min(width, height);
        double least = Math.max(
                leastLonger == null ? 0 : leastLonger / longer, leastShorter == null ? 0 : leastShorter / shorter);
        double most = mostLonger == null ? Double.POSITIVE_INFINITY : mostLonger / longer;
        return least > most || least > enlargement() ? 0 : Math.min(most, Math.max(1, least));
    }

    /** For people. */
    String describe() {
        StringBuilder text = new StringBuilder();
        if (leastLonger != null || mostLonger != null) {
            text.append(
                            leastLonger == null
                                    ? "at most " + mostLonger
                                    : mostLonger == null
                                            ? "at least " + leastLonger
                                            : leastLonger + " to " + mostLonger)
                    .append(" pixels on the longer side");
        }
        if (leastShorter != null) {
            text.append(text.length() == 0 ? "" : ", ").append("at least " + leastShorter + " on the shorter");
        }
        if (shape != null) {
            text.append(text.length() == 0 ? "" : ", ").append("of the shape " + shape);
        }
        return text.length() == 0 ? "any size" : text.toString();
    }
}
