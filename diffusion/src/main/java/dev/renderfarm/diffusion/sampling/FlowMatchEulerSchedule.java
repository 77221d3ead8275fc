package dev.renderfarm.diffusion.sampling;

/**
 * Noise levels of the flow-match Euler scheduler with a static shift, as diffusers'
 * {@code FlowMatchEulerDiscreteScheduler} computes them: {@code s = (N-i)/N},
 * {@code sigma = shift*s / (1 + (shift-1)*s)}, last sigma 0. All in single precision, like the reference.
 */
public final class FlowMatchEulerSchedule {

    private static final float TRAINING_STEPS = 1000f;

    private final float[] sigmas;

    /**
     * @param steps forward passes of the model, at least 1
     * @param shift of the schedule towards noise; 1 is none
     */
    public FlowMatchEulerSchedule(int steps, double shift) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1: " + steps);
        }
        if (!(shift > 0)) {
            throw new IllegalArgumentException("shift must be positive: " + shift);
        }
        sigmas = new float[steps + 1];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = shifted((float) ((double) (steps - i) / steps), (float) shift);
        }
    }

    public int steps() {
        return sigmas.length - 1;
    }

    /** Share of noise before step {@code i}; 0 for {@code i = steps()}. */
    public float sigma(int i) {
        return sigmas[i];
    }

    /** Position on the training time axis, 1000 (all noise) to 0. */
    public float timestep(int i) {
        return sigmas[i] * TRAINING_STEPS;
    }

    /** The time that the model is given for step {@code i}: 0 at all noise, towards 1. */
    public float modelTime(int i) {
        return (TRAINING_STEPS - timestep(i)) / TRAINING_STEPS;
    }

    /**
     * Moves the latents over step {@code i} along the model's velocity, in place:
     * {@code x += (sigma(i+1) - sigma(i)) * v}.
     */
    public void step(int i, float[] latents, float[] velocity) {
        if (latents.length != velocity.length) {
            throw new IllegalArgumentException(
                    "latents have " + latents.length + " values, the velocity " + velocity.length);
        }
        float change = sigmas[i + 1] - sigmas[i];
        for (int k = 0; k < latents.length; k++) {
            latents[k] += change * velocity[k];
        }
    }

    private static float shifted(float s, float shift) {
        return shift * s / (1f + (shift - 1f) * s);
    }
}
