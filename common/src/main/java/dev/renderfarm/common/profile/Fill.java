package dev.renderfarm.common.profile;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much of the frame the product fills: of width or height, whichever is more, from 0 to 1. What is null is not ruled.
 */
public record Fill(@Nullable Double least, @Nullable Double most) {

    /** What a mended picture is off the bound, so that rounding does not break it. */
    private static final double MARGIN = 0.03;

    /** Below that a picture would be nearly all ground. */
    private static final double LEAST_SHARE = 0.25;

    private static final double PERCENT = 100;

    public Fill {
        check("least", least);
        check("most", most);
        if (least == null && most == null) {
            throw new IllegalArgumentException("fill needs a least or a most share");
        }
        if (least != null && most != null && least > most) {
            throw new IllegalArgumentException("fill has a least share of " + least + " and a most of " + most);
        }
    }

    private static void check(String name, @Nullable Double share) {
        if (share != null && !(share >= LEAST_SHARE && share <= 1)) {
            throw new IllegalArgumentException(
                    "fill has a share from " + LEAST_SHARE + " to 1 as " + name + ": " + share);
        }
    }

    public boolean allows(double share) {
        return (least == null || share >= least) && (most == null || share <= most);
    }

    /** The share that a picture is mended to. */
    public double target() {
        if (least == null) {
            return most == null ? 1 : most - MARGIN;
        }
        return most == null ? Math.min(1, least + MARGIN) : Math.min(least + MARGIN, (least + most) / 2);
    }

    /** For people. */
    public String describe() {
        if (least == null) {
            return "at most " + percent(most == null ? 1 : most);
        }
        return most == null ? "at least " + percent(least) : percent(least) + " to " + percent(most);
    }

    /** For people. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", PERCENT * share).replace(".0 %", " %");
    }
}
