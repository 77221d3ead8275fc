package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.gpuworker.check.OneColour;
import dev.renderfarm.gpuworker.check.PictureCheck;
import dev.renderfarm.gpuworker.render.Picture;
import dev.renderfarm.gpuworker.render.Renderer;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Renders every configured shape once, so that the first task does not pay for it. */
final class WarmUp {

    private static final int STEPS = 1;
    private static final int SEED = 42;

    private final ModelManifest manifest;
    private final List<ImageSize> sizes;
    private final int microBatch;
    private final PictureCheck onlyCheck = new OneColour();

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
        for (ImageSize size : sizes) {
            render(renderer, Collections.nCopies(microBatch, request(size)));
        }
    }

    /** One picture, to see whether the device still draws. */
    void renderSmallest(Renderer renderer) throws InterruptedException {
        ImageSize smallest = Collections.min(sizes, Comparator.comparingLong(ImageSize::pixels));
        render(renderer, List.of(request(smallest)));
    }

    /** After one step a picture may be anything but of one colour. */
    private void render(Renderer renderer, List<ImageRequest> microBatch) throws InterruptedException {
        for (Picture picture : renderer.render(microBatch, Cancellation.NEVER).pictures()) {
            Optional<PictureCheck.Fault> fault = onlyCheck.fault(picture.rgb());
            if (fault.isPresent()) {
                throw new RenderException(onlyCheck.code(), fault.get().detail());
            }
        }
    }

    private ImageRequest request(ImageSize size) {
        Sampling sampling = manifest.defaults().sampling().withNumInferenceSteps(STEPS);
        return new ImageRequest("warm-up", null, size, sampling, SEED);
    }
}
