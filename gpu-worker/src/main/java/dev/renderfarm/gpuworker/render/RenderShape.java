package dev.renderfarm.gpuworker.render;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.Strength;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.SchedulerKind;
import org.jspecify.annotations.Nullable;

/**
 * What requests must have in common to be rendered in one micro-batch.
 *
 * @param firstStep of the sampling's steps that is run: 0 from noise alone, later for an edit, as its strength says
 * @param scheduler null is the model's usual one
 */
public record RenderShape(
        ImageSize size,
        Sampling sampling,
        int firstStep,
        @Nullable SchedulerKind scheduler) {

    public static RenderShape of(ImageRequest request) {
        Edit edit = request.edit();
        int steps = request.sampling().numInferenceSteps();
        int first = edit == null ? 0 : new Strength(edit.strength()).firstStep(steps);
        return new RenderShape(request.size(), request.sampling(), first, request.scheduler());
    }
}
