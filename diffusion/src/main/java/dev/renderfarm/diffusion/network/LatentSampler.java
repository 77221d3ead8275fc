package dev.renderfarm.diffusion.network;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.diffusion.sampling.ClassifierFreeGuidance;
import dev.renderfarm.diffusion.sampling.FlowMatchEulerSchedule;
import dev.renderfarm.diffusion.sampling.LatentShape;

/**
 * The sampling loop: from noise to latents, along a diffusion model's velocity. For one thread at a time, like the
 * model.
 */
public final class LatentSampler {

    private final DiffusionModel model;

    public LatentSampler(DiffusionModel model) {
        this.model = model;
    }

    /**
     * Moves latents through all steps of the schedule, in place.
     *
     * @param latents [samples, height, width, channels]
     * @param captions with negative ones where {@code guidance} is on
     * @throws RenderException where the latents become infinite or NaN, or the device fails
     * @throws RenderCancelledException between two steps
     */
    public void sample(
            float[] latents,
            LatentShape shape,
            Captions captions,
            FlowMatchEulerSchedule schedule,
            ClassifierFreeGuidance guidance,
            Cancellation cancellation)
            throws InterruptedException {
        if (guidance.isOn() && captions.negative().isEmpty()) {
            throw new IllegalArgumentException("guidance " + guidance.scale() + " needs negative prompts");
        }
        for (int i = 0; i < schedule.steps(); i++) {
            cancellation.stopIfRequested();
            float time = schedule.modelTime(i);
            float[] velocity = model.denoise(latents, shape, time, captions.positive());
            if (guidance.isOn(time)) {
                guidance.apply(velocity, model.denoise(latents, shape, time, captions.negative()), shape.size());
            }
            schedule.step(i, latents, velocity);
            requireFinite(latents, i, schedule.steps());
        }
        cancellation.stopIfRequested();
    }

    private static void requireFinite(float[] latents, int step, int steps) {
        for (float value : latents) {
            if (!Float.isFinite(value)) {
                throw new RenderException(
                        FailureCode.NON_FINITE_IMAGE,
                        "the latents became infinite or NaN in step " + (step + 1) + " of " + steps);
            }
        }
    }
}
