package dev.renderfarm.diffusion.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * The flow-match Euler scheduler with a static shift, as diffusers' {@code FlowMatchEulerDiscreteScheduler} computes it:
 * {@code s = (N-i)/N}, {@code sigma = shift*s / (1 + (shift-1)*s)}, last sigma 0; {@code x += (sigma(i+1) - sigma(i)) *
 * v}. All in single precision, like the reference.
 *
 * @param shift of the schedule towards noise; 1 is none
 */
public record FlowMatchEuler(double shift) implements Schedule {

    private static final float TRAINING_STEPS = 1000f;

    /**
     * From all noise to none.
     *
     * @param steps forward passes of the model, at least 1
     * @param shift of the schedule towards noise; 1 is none
     */
    public static StepTable table(int steps, double shift) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1: " + steps);
        }
        if (!(shift > 0)) {
            throw new IllegalArgumentException("shift must be positive: " + shift);
        }
        float[] sigmas = new float[steps + 1];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = shifted((float) ((double) (steps - i) / steps), (float) shift);
        }
        List<SamplingStep> table = new ArrayList<>();
        List<NoiseLevel> levels = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            table.add(SamplingStep.ofEuler(modelTime(sigmas[i]), sigmas[i + 1] - sigmas[i]));
        }
        for (float sigma : sigmas) {
            levels.add(new NoiseLevel(1f - sigma, sigma));
        }
        return new StepTable(table, levels);
    }

    /** What the model is told: 0 at all noise, towards 1. The reference goes by way of training steps. */
    private static float modelTime(float sigma) {
        return (TRAINING_STEPS - sigma * TRAINING_STEPS) / TRAINING_STEPS;
    }

    private static float shifted(float s, float shift) {
        return shift * s / (1f + (shift - 1f) * s);
    }

    @Override
    public StepTable table(int steps) {
        return table(steps, shift);
    }
}
