package dev.renderfarm.gpuworker.render;

import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.diffusion.sampling.ClassifierFreeGuidance;

/** What requests must have in common to be rendered in one micro-batch. */
public record RenderShape(ImageSize size, int numInferenceSteps, ClassifierFreeGuidance guidance) {

    public static RenderShape of(ImageRequest request) {
        Double normalization = request.cfgNormalization();
        Double truncation = request.cfgTruncation();
        ClassifierFreeGuidance guidance = new ClassifierFreeGuidance(
                request.guidanceScale(),
                normalization == null ? ClassifierFreeGuidance.NO_LIMIT : normalization,
                truncation == null ? ClassifierFreeGuidance.NEVER : truncation);
        return new RenderShape(request.size(), request.numInferenceSteps(), guidance);
    }
}
