package dev.renderfarm.diffusion.sampling;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * DPM-Solver++ of the second order with one step remembered (Lu et al. 2022), as diffusers' {@code
 * DPMSolverMultistepScheduler} has it with the midpoint rule: the first and the last step are of the first order.
 */
record DpmSolverSchedule(NoiseCurve curve, boolean karras) implements Schedule {

    @Override
    public StepTable table(int steps) {
        double[] times = curve.times(steps, true);
        Level[] levels = new Level[steps + 1];
        double[] spaced = karras ? NoiseCurve.karras(curve.largestNoise(), curve.leastNoise(), steps) : new double[0];
        for (int i = 0; i < steps; i++) {
            levels[i] = new Level(karras ? spaced[i] : curve.noise(times[i]));
            if (karras) {
                times[i] = Math.rint(curve.timeOf(spaced[i]));
            }
        }
        levels[steps] = new Level(0);
        List<SamplingStep> table = new ArrayList<>();
        List<NoiseLevel> noises = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            table.add(step(times[i], i == 0 ? null : levels[i - 1], levels[i], levels[i + 1]));
        }
        for (Level level : levels) {
            noises.add(new NoiseLevel((float) level.picture(), (float) level.noise()));
        }
        return new StepTable(table, noises);
    }

    private SamplingStep step(double time, @Nullable Level before, Level now, Level next) {
        boolean last = next.s == 0;
        double a = curve.predictsV() ? now.picture() : 1 / now.picture();
        double b = curve.predictsV() ? -now.noise() : -now.noise() / now.picture();
        double rest = next.noise() / now.noise();
        double width = last ? 0 : next.lambda() - now.lambda();
        double weight = last ? 1 : next.picture() * -Math.expm1(-width);
        double back = before == null || last ? 0 : weight * width / (2 * (now.lambda() - before.lambda()));
        return new SamplingStep(
                1,
                (float) time,
                (float) a,
                (float) b,
                (float) (rest + (weight + back) * a),
                (float) ((weight + back) * b),
                (float) -back,
                0);
    }

    /** By S; shares of picture and noise have squares that sum up to 1. */
    private record Level(double s) {

        double picture() {
            return 1 / Math.sqrt(s * s + 1);
        }

        double noise() {
            return s * picture();
        }

        double lambda() {
            return Math.log(picture()) - Math.log(noise());
        }
    }
}
