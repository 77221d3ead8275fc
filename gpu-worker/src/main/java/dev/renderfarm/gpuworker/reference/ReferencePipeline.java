package dev.renderfarm.gpuworker.reference;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.Captions;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.network.LatentSampler;
import dev.renderfarm.diffusion.sampling.ClassifierFreeGuidance;
import dev.renderfarm.diffusion.sampling.FlowMatchEulerSchedule;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.gpuworker.render.Picture;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Samples one picture from given embeddings and latents. */
final class ReferencePipeline {

    private static final int PATCH = 2;

    private final DiffusionModel model;
    private final ModelManifest.Latent latent;

    ReferencePipeline(DiffusionModel model, ModelManifest.Latent latent) {
        this.model = model;
        this.latent = latent;
    }

    /**
     * Runs all steps and decodes the result.
     *
     * @param inputs {@code lat} [1,C,h,w], {@code pe} [L,D] and, where guidance is on, {@code ne} [L',D]
     * @return {@code latents} [1,C,h,w] and {@code image} [H,W,3]
     * @throws IOException where an input is missing or misshapen
     */
    Map<String, Tensor> run(TensorFile inputs, FlowMatchEulerSchedule schedule, ClassifierFreeGuidance guidance)
            throws IOException, InterruptedException {
        Tensor start = inputs.floats("lat");
        LatentShape shape = shape(start);
        Captions captions = new Captions(
                List.of(caption(inputs, "pe")), guidance.isOn() ? List.of(caption(inputs, "ne")) : List.of());
        float[] latents = shape.channelsLast(start.floats());
        new LatentSampler(model).sample(latents, shape, captions, schedule, guidance, Cancellation.NEVER);
        byte[] rgb = model.decode(latents, shape, 1);
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put(
                "latents", Tensor.of(shape.channelsFirst(latents), 1, shape.channels(), shape.height(), shape.width()));
        outputs.put(
                "image",
                Tensor.of(rgb, shape.height() * latent.scale(), shape.width() * latent.scale(), Picture.CHANNELS));
        return outputs;
    }

    private LatentShape shape(Tensor latents) throws IOException {
        List<Integer> sizes = latents.shape();
        if (sizes.size() != 4 || sizes.get(0) != 1 || sizes.get(1) != latent.channels()) {
            throw new IOException("lat has the shape " + latents.describe() + ", expected [1," + latent.channels()
                    + ",h,w] for this model");
        }
        if (sizes.get(2) % PATCH != 0 || sizes.get(3) % PATCH != 0) {
            throw new IOException("lat has the shape " + latents.describe()
                    + ", but height and width must be even: the model takes patches of 2x2");
        }
        return new LatentShape(sizes.get(2), sizes.get(3), sizes.get(1));
    }

    private static Caption caption(TensorFile inputs, String name) throws IOException {
        Tensor rows = inputs.floats(name);
        if (rows.shape().size() != 2) {
            throw new IOException(name + " has the shape " + rows.describe() + ", expected [L,D]");
        }
        // what goes into a model is single precision, little-endian like every machine that TensorFlow runs on
        return new Caption(rows.shape().get(0), rows.values());
    }
}
