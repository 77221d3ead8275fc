package dev.renderfarm.modelexport.graph;

import dev.renderfarm.modelexport.architecture.KeptHeads;
import dev.renderfarm.modelexport.architecture.TextEncoderSizes;
import dev.renderfarm.modelexport.architecture.TransformerSizes;
import dev.renderfarm.modelexport.architecture.VaeSizes;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * One network, ready to become a SavedModel: its graph with the operations that restore its variables, its signatures and its
 * parameters. The signatures are the contract with the renderer; nothing about the model is left outside the graph.
 *
 * @param parameters in the order of their variables in the saved checkpoint
 * @param signatures by name
 */
public record ComponentGraph(
        GraphDef graph, WeightType type, List<Parameter> parameters, Map<String, SignatureDef> signatures) {

    /** Raised when a change of these graphs changes what a package renders. */
    public static final int VERSION = 1;

    public ComponentGraph {
        parameters = List.copyOf(parameters);
        signatures = Map.copyOf(signatures);
    }

    /** {@code encode}: token_ids int32 [B,L], lengths int32 [B] → caption f32 [B,L,D]. */
    public static ComponentGraph textEncoder(TextEncoderSizes sizes, WeightType type) {
        return build(type, type.tensorType(), (tf, layers) -> {
            Placeholder<TInt32> tokenIds = input(tf, "token_ids", TInt32.class, -1, -1);
            Placeholder<TInt32> lengths = input(tf, "lengths", TInt32.class, -1);
            Operand<TFloat32> caption = new TextEncoderGraph<>(sizes, layers).encode(tokenIds, lengths);
            return Map.of(
                    "encode",
                    new SignatureOf()
                            .input("token_ids", tokenIds)
                            .input("lengths", lengths)
                            .output("caption", caption, -1, -1, sizes.hidden()));
        });
    }

    /**
     * {@code denoise}: latents f32 [B,h,w,C], t f32 [B], caption f32 [B,L,D], caption_lengths int32 [B] → velocity f32 [B,h,w,C].
     */
    public static ComponentGraph transformer(TransformerSizes sizes, WeightType type) {
        return transformer(sizes, KeptHeads.all(sizes), type);
    }

    /** The same with fewer heads: a layer's query, key and value have the rows of its kept heads only, its output their columns. */
    public static ComponentGraph transformer(TransformerSizes sizes, KeptHeads heads, WeightType type) {
        return build(
                type,
                type.tensorType(),
                (tf, layers) -> Map.of("denoise", denoise(tf, sizes, heads, layers, AttentionListener.none())));
    }

    /**
     * {@code denoise} with one output more: entropy f32 [layers, heads], the mean entropy of each main layer's heads from 0 to 1, see
     * {@link AttentionEntropy}. For samples of equal caption length. Not for packages.
     */
    public static ComponentGraph observedTransformer(TransformerSizes sizes, WeightType type) {
        return build(type, type.tensorType(), (tf, layers) -> Map.of("denoise", observedDenoise(tf, sizes, layers)));
    }

    /**
     * {@code decode}: latents f32 [B,h,w,C] → image uint8 [B,8h,8w,3]; {@code decode_pixels}: the same before it is mapped to bytes,
     * pixels f32 of about −1 to 1, for decoding in tiles.
     */
    public static ComponentGraph vaeDecoder(VaeSizes sizes, WeightType type) {
        return build(type, type.tensorType(), (tf, layers) -> {
            Placeholder<TFloat32> latents = input(tf, "latents", TFloat32.class, -1, -1, -1, sizes.latentChannels());
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
        });
    }

    private static <T extends TFloating> ComponentGraph build(
            WeightType type, Class<T> tensorType, BiFunction<Ops, Layers<T>, Map<String, SignatureOf>> network) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Weights<T> weights = new Weights<>(tf, tensorType);
            Map<String, SignatureOf> signatures = network.apply(tf, new Layers<>(tf, tensorType, weights));
            SaverGraph.add(tf, weights, tensorType);
            Map<String, SignatureDef> built = new java.util.TreeMap<>();
            signatures.forEach((name, signature) -> built.put(name, signature.build()));
            return new ComponentGraph(FunctionLibrary.canonical(graph.toGraphDef()), type, weights.parameters(), built);
        }
    }

    private static <T extends TFloating> SignatureOf denoise(
            Ops tf, TransformerSizes sizes, KeptHeads heads, Layers<T> layers, AttentionListener<T> listener) {
        Placeholder<TFloat32> latents = input(tf, "latents", TFloat32.class, -1, -1, -1, sizes.channels());
        Placeholder<TFloat32> t = input(tf, "t", TFloat32.class, -1);
        Placeholder<TFloat32> caption = input(tf, "caption", TFloat32.class, -1, -1, sizes.captionDim());
        Placeholder<TInt32> lengths = input(tf, "caption_lengths", TInt32.class, -1);
        var network = new TransformerGraph<>(sizes, heads, layers, listener);
        return new SignatureOf()
                .input("latents", latents)
                .input("t", t)
                .input("caption", caption)
                .input("caption_lengths", lengths)
                .output("velocity", network.denoise(latents, t, caption, lengths), -1, -1, -1, sizes.channels());
    }

    private static <T extends TFloating> SignatureOf observedDenoise(Ops tf, TransformerSizes sizes, Layers<T> layers) {
        var entropy = new AttentionEntropy<>(layers, sizes.heads());
        return denoise(tf, sizes, KeptHeads.all(sizes), layers, entropy)
                .output("entropy", entropy.all(), sizes.layers(), sizes.heads());
    }

    private static <U extends TType> Placeholder<U> input(Ops tf, String name, Class<U> type, long... shape) {
        return tf.withName(name).placeholder(type, Placeholder.shape(Shape.of(shape)));
    }
}
