package dev.renderfarm.modelexport.vae;

import dev.renderfarm.modelexport.architecture.VaeSizes;
import dev.renderfarm.modelexport.graph.ComponentGraph;
import dev.renderfarm.modelexport.graph.Layers;
import dev.renderfarm.modelexport.graph.SignatureOf;
import dev.renderfarm.modelexport.graph.WeightType;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TFloating;

/** The VAE's encoder as a component of a package; formulas as in diffusers' {@code AutoencoderKL}. */
public final class VaeEncoder {

    /**
     * {@code encode}: image uint8 [B,8h,8w,3] → mean and deviation f32 [B,h,w,C] of latents, as the transformer has
     * them. For tiles the same in two parts, between which they are blended: {@code encode_moments}: pixels f32
     * [B,8h,8w,3] of −1 to 1 → moments f32 [B,h,w,2C], unscaled; {@code distribution}: moments → mean and deviation.
     */
    public static ComponentGraph graph(VaeSizes sizes, WeightType type) {
        return ComponentGraph.build(type, type.tensorType(), layers -> signatures(sizes, layers));
    }

    private static <T extends TFloating> Map<String, SignatureOf> signatures(VaeSizes sizes, Layers<T> layers) {
        int channels = sizes.latentChannels();
        var encoder = new VaeEncoderGraph<>(sizes, layers);
        Placeholder<TUint8> image = layers.input("image", TUint8.class, -1, -1, -1, VaeSizes.IMAGE_CHANNELS);
        // whoever feeds the later ones cuts off what is before them: one network serves all signatures
        Operand<TFloat32> pixels = layers.inputOr("pixels", encoder.pixels(image), VaeSizes.IMAGE_CHANNELS);
        Operand<TFloat32> moments = layers.inputOr("moments", encoder.moments(pixels), 2 * channels);
        Operand<TFloat32> mean = encoder.mean(moments);
        Operand<TFloat32> deviation = encoder.deviation(moments);
        return Map.of(
                "encode",
                new SignatureOf()
                        .input("image", image)
                        .output("mean", mean, -1, -1, -1, channels)
                        .output("deviation", deviation, -1, -1, -1, channels),
                "encode_moments",
                new SignatureOf().input("pixels", pixels).output("moments", moments, -1, -1, -1, 2 * channels),
                "distribution",
                new SignatureOf()
                        .input("moments", moments)
                        .output("mean", mean, -1, -1, -1, channels)
                        .output("deviation", deviation, -1, -1, -1, channels));
    }

    private VaeEncoder() {}
}
