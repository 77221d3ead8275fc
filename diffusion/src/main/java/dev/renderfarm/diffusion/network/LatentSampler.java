package dev.renderfarm.diffusion.network;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.diffusion.sampling.ClassifierFreeGuidance;
import dev.renderfarm.diffusion.sampling.LatentSamples;
import dev.renderfarm.diffusion.sampling.SamplingStep;
import dev.renderfarm.diffusion.sampling.StepNoise;
import dev.renderfarm.diffusion.sampling.StepTable;
import org.jspecify.annotations.Nullable;

/**
 * The sampling loop, the only one: from noise, or from a picture under noise, to latents, along what a diffusion model
 * predicts. For one thread at a time, like the model.
 */
public final class LatentSampler {

    private final DiffusionModel model;

    public LatentSampler(DiffusionModel model) {
        this.model = model;
    }

    /** By a table whose steps draw no noise: as the other. */
    public void sample(
            LatentSamples samples,
            Captions captions,
            StepTable table,
            ClassifierFreeGuidance guidance,
            Cancellation cancellation)
            throws InterruptedException {
        if (table.drawsNoise()) {
            throw new IllegalArgumentException("no fresh noise is drawn between steps here");
        }
        sample(samples, captions, table, guidance, StepNoise.NONE, cancellation);
    }

    /**
     * Moves samples through all steps of the table, in place.
     *
     * @param samples at the table's first noise level
     * @param captions with negative ones where {@code guidance} is on
     * @param noise asked once for each step that wants some, in their order
     * @throws RenderException where the latents become infinite or NaN, or the device fails
     * @throws RenderCancelledException between two steps
     */
    public void sample(
            LatentSamples samples,
            Captions captions,
            StepTable table,
            ClassifierFreeGuidance guidance,
            StepNoise noise,
            Cancellation cancellation)
            throws InterruptedException {
        if (guidance.isOn() && captions.negative().isEmpty()) {
            throw new IllegalArgumentException("guidance " + guidance.scale() + " needs negative prompts");
        }
        float @Nullable [] before = null;
        for (int i = 0; i < table.length(); i++) {
            cancellation.stopIfRequested();
            SamplingStep step = table.step(i);
            float[] prediction = predict(samples, captions, step, guidance);
            float[] picture = table.isRemembered(i) ? step.predicted(samples.values(), prediction) : null;
            step.advance(samples.values(), prediction, before, step.noise() == 0 ? null : noise.next());
            requireFinite(samples.values(), i, table.length());
            samples.putBackKnown(table.level(i + 1));
            before = picture;
        }
        cancellation.stopIfRequested();
    }

    private float[] predict(
            LatentSamples samples, Captions captions, SamplingStep step, ClassifierFreeGuidance guidance) {
        float[] input = step.input(samples.values());
        float[] prediction = model.denoise(input, samples.shape(), step.time(), captions.positive());
        if (guidance.isOn(step.time())) {
            float[] negative = model.denoise(input, samples.shape(), step.time(), captions.negative());
            guidance.apply(prediction, negative, samples.shape().size());
        }
        return prediction;
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
