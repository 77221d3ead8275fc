package dev.renderfarm.modelexport.clip;

import dev.renderfarm.modelexport.architecture.ClipSizes;
import dev.renderfarm.modelexport.architecture.StableDiffusionSizes;
import dev.renderfarm.modelexport.graph.ComponentGraph;
import dev.renderfarm.modelexport.graph.Layers;
import dev.renderfarm.modelexport.graph.SignatureOf;
import dev.renderfarm.modelexport.graph.WeightType;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * A Stable Diffusion's text encoders as one component of a package, so that a caption is one call. Tensors are named by
 * their folder in the diffusers layout: {@value #FIRST}{@code text_model…}, {@value #SECOND}{@code text_model…}.
 */
public final class ClipTextEncoders {

    public static final String FIRST = "text_encoder.";
    public static final String SECOND = "text_encoder_2.";

    /**
     * {@code encode}: token_ids int32 [B,W,P], windows of which each is encoded by itself → caption f32 [B,W·P,D] and,
     * where there are two encoders, pooled f32 [B,E], of the first window.
     */
    public static ComponentGraph graph(StableDiffusionSizes sizes, WeightType type) {
        return ComponentGraph.build(type, type.tensorType(), layers -> Map.of("encode", encode(sizes, layers)));
    }

    private static <T extends TFloating> SignatureOf encode(StableDiffusionSizes sizes, Layers<T> layers) {
        Ops tf = layers.tf();
        int length = sizes.first().positions();
        Placeholder<TInt32> tokenIds = layers.input("token_ids", TInt32.class, -1, -1, length);
        Operand<TInt32> rows = tf.reshape(tokenIds, tf.array(-1, length));
        Operand<TInt32> captionShape = layers.shape(List.of(
                layers.size(tokenIds, 0),
                tf.constant(-1),
                tf.constant(sizes.unet().captionDim())));
        ClipGraph<T> first = new ClipGraph<>(sizes.first(), layers, FIRST);
        ClipSizes secondSizes = sizes.second();
        SignatureOf signature = new SignatureOf().input("token_ids", tokenIds);
        if (secondSizes == null) {
            Operand<T> caption = first.normed(first.after(rows, sizes.first().layers()));
            return signature.output(
                    "caption",
                    tf.reshape(layers.wide(caption), captionShape),
                    -1,
                    -1,
                    sizes.unet().captionDim());
        }
        Operand<T> ofFirst = first.after(rows, sizes.first().layers() - 1);
        WindowEnds ends = new WindowEnds(tf, rows, length, sizes.endToken());
        ClipGraph<T> second = new ClipGraph<>(secondSizes, layers, SECOND);
        Operand<T> ofSecond = second.after(ends.paddedWith(sizes.secondPad()), secondSizes.layers() - 1);
        Operand<T> last = second.normed(second.lastLayer(ofSecond));
        Operand<TFloat32> caption = tf.concat(List.of(layers.wide(ofFirst), layers.wide(ofSecond)), tf.constant(-1));
        Operand<T> ofWindows = second.projected(layers.narrow(ends.at(layers.wide(last))));
        Operand<TInt32> windows = layers.shape(
                List.of(layers.size(tokenIds, 0), layers.size(tokenIds, 1), tf.constant(secondSizes.projection())));
        Operand<TFloat32> pooled =
                tf.gather(tf.reshape(layers.wide(ofWindows), windows), tf.constant(0), tf.constant(1));
        return signature
                .output(
                        "caption",
                        tf.reshape(caption, captionShape),
                        -1,
                        -1,
                        sizes.unet().captionDim())
                .output("pooled", pooled, -1, secondSizes.projection());
    }

    private ClipTextEncoders() {}
}
