package dev.renderfarm.diffusion.sampling;

import dev.renderfarm.common.model.StepSpacing;
import java.util.ArrayList;
import java.util.List;

/**
 * Euler's method over S, as diffusers' {@code EulerDiscreteScheduler} and {@code EulerAncestralDiscreteScheduler} have
 * it. Samples are pictures plus S times noise.
 *
 * @param ancestral whether each step goes further down and draws fresh noise
 */
record EulerSchedule(NoiseCurve curve, boolean karras, boolean ancestral) implements Schedule {

    @Override
    public StepTable table(int steps) {
        double[] times = curve.times(steps, false);
        double[] noises = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            noises[i] = curve.noise(times[i]);
        }
        if (karras) {
            double[] spaced = NoiseCurve.karras(noises[0], noises[steps - 1], steps);
            for (int i = 0; i < steps; i++) {
                noises[i] = spaced[i];
                times[i] = curve.timeOf(spaced[i]);
            }
        }
        List<SamplingStep> table = new ArrayList<>();
        List<NoiseLevel> levels = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            table.add(step(times[i], noises[i], noises[i + 1]));
            levels.add(new NoiseLevel(1, (float) noises[i]));
        }
        levels.add(new NoiseLevel(1, 0));
        boolean leading = curve.spacing() == StepSpacing.LEADING;
        double start = leading ? Math.sqrt(noises[0] * noises[0] + 1) : noises[0];
        return new StepTable(table, levels, (float) start);
    }

    private SamplingStep step(double time, double noise, double next) {
        double variance = noise * noise + 1;
        double a = curve.predictsV() ? 1 / variance : 1;
        double b = curve.predictsV() ? -noise / Math.sqrt(variance) : -noise;
        double fresh = ancestral ? next * Math.sqrt(noise * noise - next * next) / noise : 0;
        double rest = Math.sqrt(next * next - fresh * fresh) / noise;
        return new SamplingStep(
                (float) (1 / Math.sqrt(variance)),
                (float) time,
                (float) a,
                (float) b,
                (float) (rest + (1 - rest) * a),
                (float) ((1 - rest) * b),
                0,
                (float) fresh);
    }
}
