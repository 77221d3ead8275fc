package dev.renderfarm.gpuworker.render;

import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;

/** What requests must have in common to be rendered in one micro-batch. */
public record RenderShape(ImageSize size, Sampling sampling) {

    public static RenderShape of(ImageRequest request) {
        return new RenderShape(request.size(), request.sampling());
    }
}
