package dev.renderfarm.modelexport.pruning;

import java.util.Locale;

/** How many attention heads to drop: a fraction of all heads of all main layers, 0 for none. */
public record HeadFraction(double value) {

    public static final HeadFraction NONE = new HeadFraction(0);

    private static final double MOST = 0.9;
    /** So that 0.3 of 10 heads is 3 and not 2. */
    private static final double ROUNDING = 1e-9;

    public HeadFraction {
        if (!isUsable(value)) {
            throw unusable(String.valueOf(value));
        }
    }

    /** @throws IllegalArgumentException if the text is no number from 0 to 0.9 */
    public static HeadFraction parse(String text) {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw unusable(text);
        }
        if (!isUsable(value)) {
            throw unusable(text);
        }
        return new HeadFraction(value);
    }

    public boolean isNone() {
        return value == 0;
    }

    /** That many of so many heads, rounded down. */
    int of(int heads) {
        return (int) Math.floor(value * heads + ROUNDING);
    }

    /** NaN is not. */
    private static boolean isUsable(double value) {
        return value >= 0 && value <= MOST;
    }

    private static IllegalArgumentException unusable(String text) {
        return new IllegalArgumentException(String.format(
                Locale.ROOT,
                "must be a fraction of all heads of the main layers, from 0 to %s, such as 0.2 for a fifth of them: %s",
                MOST,
                text));
    }
}
