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
import org.tensorflow.types.family.TFloating;

/** The VAE's decoder as a component of a package; formulas as in diffusers' {@code AutoencoderKL}. */
public final class VaeDecoder {

    /**
     * {@code decode}: latents f32 [B,h,w,C] → image uint8 [B,8h,8w,3]; {@code decode_pixels}: the same before it is
     * mapped to bytes, pixels f32 of about −1 to 1, for decoding in tiles.
     */
    public static ComponentGraph graph(VaeSizes sizes, WeightType type) {
        return ComponentGraph.build(type, type.tensorType(), layers -> signatures(sizes, layers));
    }

    private static <T extends TFloating> Map<String, SignatureOf> signatures(VaeSizes sizes, Layers<T> layers) {
        Placeholder<TFloat32> latents = layers.input("latents", TFloat32.class, -1, -1, -1, sizes.latentChannels());
        var decoder = new VaeDecoderGraph<>(sizes, layers);
        Operand<TFloat32> pixels = decoder.decode(latents);
        return Map.of(
                "decode",
                new SignatureOf()
                        .input("latents", latents)
                        .output("image", decoder.bytes(pixels), -1, -1, -1, VaeSizes.IMAGE_CHANNELS),
                "decode_pixels",
                new SignatureOf()
                        .input("latents", latents)
                        .output("pixels", pixels, -1, -1, -1, VaeSizes.IMAGE_CHANNELS));
    }

    private VaeDecoder() {}
}
