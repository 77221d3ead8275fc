package dev.renderfarm.modelexport.reference;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.Captions;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.network.LatentSampler;
import dev.renderfarm.diffusion.safetensors.ElementType;
import dev.renderfarm.diffusion.safetensors.SafetensorsFile;
import dev.renderfarm.diffusion.safetensors.StoredTensor;
import dev.renderfarm.diffusion.safetensors.TensorInfo;
import dev.renderfarm.diffusion.sampling.ClassifierFreeGuidance;
import dev.renderfarm.diffusion.sampling.LatentSamples;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.sampling.StepTable;
import java.util.List;
import java.util.NoSuchElementException;

/** LatentSamples one picture from given embeddings and latents. */
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
     * @throws NoSuchElementException where an input is missing
     * @throws IllegalArgumentException where one is misshapen or not F32
     */
    List<StoredTensor> run(SafetensorsFile inputs, StepTable table, ClassifierFreeGuidance guidance)
            throws InterruptedException {
        TensorInfo start = f32(inputs, "lat");
        LatentShape shape = shape(start);
        Captions captions = new Captions(
                List.of(caption(inputs, "pe")), guidance.isOn() ? List.of(caption(inputs, "ne")) : List.of());
        float[] given = new float[shape.size()];
        inputs.read(start.name(), 0, given, given.length);
        float[] latents = shape.channelsLast(given);
        new LatentSampler(model)
                .sample(LatentSamples.of(shape, latents), captions, table, guidance, Cancellation.NEVER);
        byte[] rgb = model.decode(latents, shape, 1);
        int height = shape.height() * latent.scale();
        int width = shape.width() * latent.scale();
        return List.of(
                StoredTensor.of(
                        "latents", shape.channelsFirst(latents), 1, shape.channels(), shape.height(), shape.width()),
                StoredTensor.of("image", rgb, height, width, DiffusionModel.COLOURS));
    }

    private LatentShape shape(TensorInfo latents) {
        List<Long> sizes = latents.shape();
        if (sizes.size() != 4 || sizes.get(0) != 1 || sizes.get(1) != latent.channels()) {
            throw new IllegalArgumentException(
                    "lat has the shape " + sizes + ", expected [1, " + latent.channels() + ", h, w] for this model");
        }
        if (sizes.get(2) % PATCH != 0 || sizes.get(3) % PATCH != 0) {
            throw new IllegalArgumentException("lat has the shape " + sizes
                    + ", but height and width must be even: the model takes patches of 2x2");
        }
        return new LatentShape(Math.toIntExact(sizes.get(2)), Math.toIntExact(sizes.get(3)), latent.channels());
    }

    private static Caption caption(SafetensorsFile inputs, String name) {
        TensorInfo rows = f32(inputs, name);
        if (rows.shape().size() != 2) {
            throw new IllegalArgumentException(name + " has the shape " + rows.shape() + ", expected [L, D]");
        }
        // what goes into a model is single precision, little-endian like every machine that TensorFlow runs on
        return new Caption(Math.toIntExact(rows.shape().get(0)), inputs.bytes(name));
    }

    private static TensorInfo f32(SafetensorsFile inputs, String name) {
        TensorInfo tensor = inputs.tensor(name);
        if (tensor.type() != ElementType.F32) {
            throw new IllegalArgumentException(name + " is of type " + tensor.type() + ", expected F32");
        }
        return tensor;
    }
}
