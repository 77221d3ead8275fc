package dev.renderfarm.gpuworker.render;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * What requests must have in common to be rendered in one micro-batch.
 *
 * @param strength of the edit, by which all begin at the same step; null where drawing begins with noise alone
 */
public record RenderShape(
        ImageSize size, Sampling sampling, @Nullable Double strength) {

    public static RenderShape of(ImageRequest request) {
        Edit edit = request.edit();
        return new RenderShape(request.size(), request.sampling(), edit == null ? null : edit.strength());
    }
}
