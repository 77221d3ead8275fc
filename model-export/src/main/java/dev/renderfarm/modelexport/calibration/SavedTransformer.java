package dev.renderfarm.modelexport.calibration;

import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.modelexport.architecture.TransformerSizes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A transformer's SavedModel, for latents of one size. */
final class SavedTransformer implements Denoiser, AutoCloseable {

    private final LoadedSignature network;
    private final TransformerSizes sizes;
    private final Shape latentShape;

    private SavedTransformer(LoadedSignature network, TransformerSizes sizes, Shape latentShape) {
        this.network = network;
        this.sizes = sizes;
        this.latentShape = latentShape;
    }

    /** Loads the weights too. */
    static SavedTransformer load(Path folder, TransformerSizes sizes, LatentShape latents) {
        return new SavedTransformer(
                LoadedSignature.load(folder, "denoise"),
                sizes,
                Shape.of(1, latents.height(), latents.width(), latents.channels()));
    }

    @Override
    public float[] velocity(float[] latents, float t, Caption caption) {
        return run(latents, t, caption, "velocity").get(0);
    }

    @Override
    public Observation observe(float[] latents, float t, Caption caption) {
        List<float[]> outputs = run(latents, t, caption, "velocity", "entropy");
        float[] flat = outputs.get(1);
        List<List<Double>> entropies = new ArrayList<>();
        for (int layer = 0; layer < sizes.layers(); layer++) {
            List<Double> heads = new ArrayList<>();
            for (int head = 0; head < sizes.heads(); head++) {
                heads.add((double) flat[layer * sizes.heads() + head]);
            }
            entropies.add(heads);
        }
        return new Observation(outputs.get(0), entropies);
    }

    @Override
    public void close() {
        network.close();
    }

    private List<float[]> run(float[] latents, float t, Caption caption, String... outputs) {
        Shape captionShape = Shape.of(1, caption.tokens(), sizes.captionDim());
        try (TFloat32 x = TFloat32.tensorOf(latentShape, DataBuffers.of(latents, true, false));
                TFloat32 time = TFloat32.vectorOf(t);
                TFloat32 text = TFloat32.tensorOf(captionShape, DataBuffers.of(caption.values(), true, false));
                TInt32 lengths = TInt32.vectorOf(caption.tokens())) {
            Map<String, Tensor> inputs = Map.of("latents", x, "t", time, "caption", text, "caption_lengths", lengths);
            return network.run(inputs, outputs);
        }
    }
}
