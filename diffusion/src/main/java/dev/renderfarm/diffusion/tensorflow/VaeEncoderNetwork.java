package dev.renderfarm.diffusion.tensorflow;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.diffusion.sampling.LatentDistribution;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.util.List;
import java.util.Map;
import org.tensorflow.RawTensor;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** The SavedModel with the signatures {@code encode}, {@code encode_moments} and {@code distribution}. */
final class VaeEncoderNetwork implements SavedNetwork {

    private final Network pictures;
    private final Network moments;
    private final Network distribution;
    private final int scale;

    private VaeEncoderNetwork(Network pictures, Network moments, Network distribution, int scale) {
        this.pictures = pictures;
        this.moments = moments;
        this.distribution = distribution;
        this.scale = scale;
    }

    /** @throws RenderException where the package has none */
    static VaeEncoderNetwork load(ModelPackage model, DeviceSettings settings) {
        if (!model.manifest().edits()) {
            throw missing(model);
        }
        Network pictures = Network.load(model.vaeEncoder(), "encode", List.of("mean", "deviation"), settings);
        try {
            return new VaeEncoderNetwork(
                    pictures,
                    pictures.sibling("encode_moments", List.of("moments")),
                    pictures.sibling("distribution", List.of("mean", "deviation")),
                    model.manifest().latent().scale());
        } catch (IllegalArgumentException e) {
            pictures.close();
            throw new IllegalArgumentException(model.vaeEncoder() + ": " + e.getMessage(), e);
        }
    }

    static RenderException missing(ModelPackage model) {
        return new RenderException(
                FailureCode.INVALID_REQUEST,
                "model " + model.manifest().name()
                        + " cannot edit pictures, as its package has no encoder; export it again with its encoder, from"
                        + " a checkpoint whose VAE is whole");
    }

    LatentDistribution encode(byte[] rgb, LatentShape shape, int samples) {
        try (TUint8 image = TUint8.tensorOf(pixelShape(shape, samples), DataBuffers.of(rgb, true, false))) {
            return pictures.runAll(Map.of("image", image), VaeEncoderNetwork::distribution);
        }
    }

    float[] moments(float[] pixels, LatentShape shape) {
        try (TFloat32 given = TFloat32.tensorOf(pixelShape(shape, 1), DataBuffers.of(pixels, true, false))) {
            return moments.run(Map.of("pixels", given), values -> Numbers.floats(values, 2 * shape.size()));
        }
    }

    LatentDistribution distribution(float[] values, LatentShape shape) {
        LatentShape both = new LatentShape(shape.height(), shape.width(), 2 * shape.channels());
        try (Tensor given = Numbers.latents(values, both, 1)) {
            return distribution.runAll(Map.of("moments", given), VaeEncoderNetwork::distribution);
        }
    }

    @Override
    public void close() {
        pictures.close();
    }

    private Shape pixelShape(LatentShape shape, int samples) {
        return Shape.of(samples, (long) shape.height() * scale, (long) shape.width() * scale, DiffusionModel.COLOURS);
    }

    private static LatentDistribution distribution(List<RawTensor> meanAndDeviation) {
        return new LatentDistribution(floats(meanAndDeviation.get(0)), floats(meanAndDeviation.get(1)));
    }

    private static float[] floats(RawTensor tensor) {
        return Numbers.floats(tensor, Math.toIntExact(tensor.numBytes() / Float.BYTES));
    }
}
