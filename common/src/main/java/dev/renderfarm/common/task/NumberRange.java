package dev.renderfarm.common.task;

/**
 * Which numbers a field may hold.
 *
 * @param least the smallest of them
 * @param most the largest of them; infinite where something else limits it; the number itself is finite
 */
public record NumberRange(boolean whole, double least, double most) {

    static NumberRange whole(long least, double most) {
        return new NumberRange(true, least, most);
    }

    /** From 0 to the given number. */
    static NumberRange upTo(double most) {
        return new NumberRange(false, 0, most);
    }

    public NumberRange withMost(double other) {
        return new NumberRange(whole, least, other);
    }

    public boolean contains(double number) {
        return number >= least && number <= most && Double.isFinite(number);
    }

    /** As in {@code from 0 to 100}. */
    String bounds() {
        return "from " + text(least) + (Double.isInfinite(most) ? " on" : " to " + text(most));
    }

    /** As in {@code whole number from 1 to 10}. */
    @Override
    public String toString() {
        return (whole ? "whole number " : "number ") + bounds();
    }

    private static String text(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
