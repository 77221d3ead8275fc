package dev.renderfarm.modelexport.transformer;

import dev.renderfarm.modelexport.architecture.KeptHeads;
import dev.renderfarm.modelexport.architecture.TransformerSizes;
import dev.renderfarm.modelexport.attention.AttentionEntropy;
import dev.renderfarm.modelexport.attention.AttentionListener;
import dev.renderfarm.modelexport.graph.ComponentGraph;
import dev.renderfarm.modelexport.graph.Layers;
import dev.renderfarm.modelexport.graph.SignatureOf;
import dev.renderfarm.modelexport.graph.WeightType;
import java.util.Map;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** The transformer as a component of a package; formulas as in diffusers' {@code ZImageTransformer2DModel}. */
public final class Transformer {

    private static final String DENOISE = "denoise";

    /**
     * {@code denoise}: latents f32 [B,h,w,C], t f32 [B], caption f32 [B,L,D], caption_lengths int32 [B] → velocity f32
     * [B,h,w,C].
     */
    public static ComponentGraph graph(TransformerSizes sizes, WeightType type) {
        return graph(sizes, KeptHeads.all(sizes), type);
    }

    /**
     * The same with fewer heads: a layer's query, key and value have the rows of its kept heads only, its output their
     * columns.
     */
    public static ComponentGraph graph(TransformerSizes sizes, KeptHeads heads, WeightType type) {
        return ComponentGraph.build(
                type,
                type.tensorType(),
                layers -> Map.of(DENOISE, denoise(sizes, heads, layers, AttentionListener.none())));
    }

    /**
     * {@code denoise} with one output more: entropy f32 [layers, heads], the mean entropy of each main layer's heads
     * from 0 to 1, see {@link AttentionEntropy}. For samples of equal caption length. Not for packages.
     */
    public static ComponentGraph observed(TransformerSizes sizes, WeightType type) {
        return ComponentGraph.build(type, type.tensorType(), layers -> Map.of(DENOISE, observedDenoise(sizes, layers)));
    }

    private static <T extends TFloating> SignatureOf denoise(
            TransformerSizes sizes, KeptHeads heads, Layers<T> layers, AttentionListener<T> listener) {
        Placeholder<TFloat32> latents = layers.input("latents", TFloat32.class, -1, -1, -1, sizes.channels());
        Placeholder<TFloat32> t = layers.input("t", TFloat32.class, -1);
        Placeholder<TFloat32> caption = layers.input("caption", TFloat32.class, -1, -1, sizes.captionDim());
        Placeholder<TInt32> lengths = layers.input("caption_lengths", TInt32.class, -1);
        var network = new TransformerGraph<>(sizes, heads, layers, listener);
        return new SignatureOf()
                .input("latents", latents)
                .input("t", t)
                .input("caption", caption)
                .input("caption_lengths", lengths)
                .output("velocity", network.denoise(latents, t, caption, lengths), -1, -1, -1, sizes.channels());
    }

    private static <T extends TFloating> SignatureOf observedDenoise(TransformerSizes sizes, Layers<T> layers) {
        var entropy = new AttentionEntropy<>(layers, sizes.heads());
        return denoise(sizes, KeptHeads.all(sizes), layers, entropy)
                .output("entropy", entropy.all(), sizes.layers(), sizes.heads());
    }

    private Transformer() {}
}
