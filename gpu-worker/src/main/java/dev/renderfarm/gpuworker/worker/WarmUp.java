package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.gpuworker.render.Renderer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Renders every configured shape once, so that the first task does not pay for it. */
final class WarmUp {

    private static final int STEPS = 1;
    private static final int SEED = 42;

    private final ModelManifest manifest;
    private final List<ImageSize> sizes;
    private final int microBatch;

    /** @throws IllegalArgumentException where the model has no such size */
    WarmUp(ModelManifest manifest, Optional<List<String>> sizes, int microBatch) {
        this.manifest = manifest;
        this.sizes = sizes.map(texts -> texts.stream().map(ImageSize::parse).toList())
                .orElse(List.of(manifest.defaults().size()));
        this.microBatch = microBatch;
        for (ImageSize size : this.sizes) {
            if (!manifest.size().allows(size)) {
                throw new IllegalArgumentException("renderfarm.worker.warm-up-sizes: " + size
                        + " is not one of model " + manifest.name() + ": "
                        + manifest.size().describe());
            }
        }
    }

    void render(Renderer renderer) throws InterruptedException {
        Sampling sampling = manifest.defaults().sampling().withNumInferenceSteps(STEPS);
        for (ImageSize size : sizes) {
            ImageRequest request = new ImageRequest("warm-up", null, size, sampling, SEED);
            renderer.render(Collections.nCopies(microBatch, request), Cancellation.NEVER);
        }
    }
}
