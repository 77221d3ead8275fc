package dev.renderfarm.modelexport.textencoder;

import dev.renderfarm.modelexport.architecture.TextEncoderSizes;
import dev.renderfarm.modelexport.graph.ComponentGraph;
import dev.renderfarm.modelexport.graph.Layers;
import dev.renderfarm.modelexport.graph.SignatureOf;
import dev.renderfarm.modelexport.graph.WeightType;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** The text encoder as a component of a package; formulas as in transformers' {@code Qwen3Model}. */
public final class TextEncoder {

    /** {@code encode}: token_ids int32 [B,L], lengths int32 [B] → caption f32 [B,L,D]. */
    public static ComponentGraph graph(TextEncoderSizes sizes, WeightType type) {
        return ComponentGraph.build(type, type.tensorType(), layers -> Map.of("encode", encode(sizes, layers)));
    }

    private static <T extends TFloating> SignatureOf encode(TextEncoderSizes sizes, Layers<T> layers) {
        Placeholder<TInt32> tokenIds = layers.input("token_ids", TInt32.class, -1, -1);
        Placeholder<TInt32> lengths = layers.input("lengths", TInt32.class, -1);
        Operand<TFloat32> caption = new TextEncoderGraph<>(sizes, layers).encode(tokenIds, lengths);
        return new SignatureOf()
                .input("token_ids", tokenIds)
                .input("lengths", lengths)
                .output("caption", caption, -1, -1, sizes.hidden());
    }

    private TextEncoder() {}
}
