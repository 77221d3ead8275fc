package dev.renderfarm.diffusion.tensorflow;

import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.util.List;
import java.util.Map;
import org.tensorflow.types.TFloat32;

/** The SavedModel with the signatures {@code decode} and {@code decode_pixels}. */
final class VaeDecoderNetwork implements SavedNetwork {

    private final Network image;
    private final Network pixels;

    private VaeDecoderNetwork(Network image, Network pixels) {
        this.image = image;
        this.pixels = pixels;
    }

    static VaeDecoderNetwork load(ModelPackage model, DeviceSettings settings) {
        Network image = Network.load(model.vaeDecoder(), "decode", "image", settings);
        try {
            return new VaeDecoderNetwork(image, image.sibling("decode_pixels", List.of("pixels")));
        } catch (IllegalArgumentException e) {
            image.close();
            throw new IllegalArgumentException(model.vaeDecoder() + ": " + e.getMessage(), e);
        }
    }

    byte[] decode(float[] latents, LatentShape shape, int samples) {
        try (TFloat32 x = Numbers.latents(latents, shape, samples)) {
            return image.run(Map.of("latents", x), Numbers::bytes);
        }
    }

    float[] decodePixels(float[] latents, LatentShape shape) {
        try (TFloat32 x = Numbers.latents(latents, shape, 1)) {
            return pixels.run(
                    Map.of("latents", x),
                    values -> Numbers.floats(values, Math.toIntExact(values.numBytes() / Float.BYTES)));
        }
    }

    @Override
    public void close() {
        image.close();
    }
}
