package dev.renderfarm.diffusion.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * DDIM without fresh noise (Song et al. 2021), as diffusers' {@code DDIMScheduler} has it with η = 0.
 *
 * @param endsClean whether the last step ends without any noise, rather than at the least of the training
 */
record DdimSchedule(NoiseCurve curve, boolean endsClean) implements Schedule {

    @Override
    public StepTable table(int steps) {
        double[] times = curve.times(steps, false);
        int stride = curve.count() / steps;
        List<SamplingStep> table = new ArrayList<>();
        List<NoiseLevel> levels = new ArrayList<>();
        for (double between : times) {
            int time = (int) Math.rint(between);
            double alpha = curve.alpha(time);
            table.add(step(time, alpha, alphaBefore(time - stride)));
            levels.add(new NoiseLevel((float) Math.sqrt(alpha), (float) Math.sqrt(1 - alpha)));
        }
        levels.add(new NoiseLevel(1, 0));
        return new StepTable(table, levels);
    }

    private double alphaBefore(int time) {
        if (time >= 0) {
            return curve.alpha(time);
        }
        return endsClean ? 1 : curve.alpha(0);
    }

    private SamplingStep step(int time, double alpha, double next) {
        double picture = Math.sqrt(alpha);
        double noise = Math.sqrt(1 - alpha);
        boolean v = curve.predictsV();
        double a = v ? picture : 1 / picture;
        double b = v ? -noise : -noise / picture;
        // the noise that is predicted, as x and f give it
        double noiseOfX = v ? noise : 0;
        double noiseOfF = v ? picture : 1;
        double toPicture = Math.sqrt(next);
        double toNoise = Math.sqrt(1 - next);
        return new SamplingStep(
                1,
                time,
                (float) a,
                (float) b,
                (float) (toPicture * a + toNoise * noiseOfX),
                (float) (toPicture * b + toNoise * noiseOfF),
                0,
                0);
    }
}
