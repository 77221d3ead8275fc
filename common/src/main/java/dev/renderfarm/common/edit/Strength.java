package dev.renderfarm.common.edit;

/**
 * How much of the schedule is run on a picture: which noise it gets at first, and how many forward passes there are.
 * Counted as diffusers' {@code ZImageImg2ImgPipeline.get_timesteps} does, in double precision: what rounding makes of 25
 * · 0.56 decides about a step.
 *
 * @param value above 0 to 1
 */
public record Strength(double value) {

    public Strength {
        check(value);
    }

    /** @throws IllegalArgumentException if it is out of range */
    static void check(double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException("strength must be above 0 and at most 1: " + value);
        }
    }

    /**
     * The first of {@code steps} that is run; those before it are left out.
     *
     * @param steps at least 1
     */
    public int firstStep(int steps) {
        double run = Math.min(steps * value, steps);
        // a strength that is next to nothing is lost in the difference, and rounded up all the same
        return Math.min((int) Math.max(steps - run, 0), steps - 1);
    }

    /** How many of {@code steps} are run: steps · strength, rounded up, so at least 1. */
    public int forwards(int steps) {
        return steps - firstStep(steps);
    }
}
