package dev.renderfarm.modelexport.unet;

import dev.renderfarm.modelexport.architecture.UNetSizes;
import dev.renderfarm.modelexport.graph.Layers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Latents to what is predicted of them, channels last: blocks inwards, a middle, and blocks outwards, each layer of
 * which is given what one on the way in gave.
 */
final class UNetGraph<T extends TFloating> {

    private final UNetSizes sizes;
    private final Layers<T> layers;
    private final UNetLayers<T> unet;
    private final Ops tf;
    private final Deque<Skip<T>> skips = new ArrayDeque<>();

    /**
     * @param told of time and conditions, [batch, width]
     * @param caption [batch, length, captionDim]
     */
    UNetGraph(UNetSizes sizes, Layers<T> layers, Operand<T> told, Operand<T> caption) {
        this.sizes = sizes;
        this.layers = layers;
        this.unet = new UNetLayers<>(sizes, layers, told, caption);
        this.tf = layers.tf();
    }

    /** [batch, h, w, channels] → the same. */
    Operand<TFloat32> predict(Operand<TFloat32> latents) {
        int outermost = sizes.blockChannels().get(0);
        Operand<T> x = unet.convolution(layers.narrow(latents), "conv_in", sizes.channels(), outermost);
        skips.push(new Skip<>(x, outermost));
        x = inwards(x, outermost);
        x = middle(x);
        x = outwards(x);
        Operand<T> normed = layers.silu(unet.norm(x, "conv_norm_out", outermost));
        return layers.wide(unet.convolution(normed, "conv_out", outermost, sizes.channels()));
    }

    private Operand<T> inwards(Operand<T> from, int fromChannels) {
        Operand<T> x = from;
        int channels = fromChannels;
        for (int block = 0; block < sizes.blocks(); block++) {
            String name = "down_blocks." + block;
            int out = sizes.blockChannels().get(block);
            for (int j = 0; j < sizes.layersPerBlock(); j++) {
                x = layer(x, name, j, channels, block);
                channels = out;
                skips.push(new Skip<>(x, out));
            }
            if (block < sizes.blocks() - 1) {
                x = unet.halved(x, name + ".downsamplers.0.conv", out);
                skips.push(new Skip<>(x, out));
            }
        }
        return x;
    }

    private Operand<T> middle(Operand<T> from) {
        int innermost = sizes.blocks() - 1;
        int channels = sizes.innermostChannels();
        Operand<T> x = unet.residual(from, "mid_block.resnets.0", channels, channels);
        x = unet.transformer(x, "mid_block.attentions.0", innermost);
        return unet.residual(x, "mid_block.resnets.1", channels, channels);
    }

    private Operand<T> outwards(Operand<T> from) {
        Operand<T> x = from;
        int channels = sizes.innermostChannels();
        for (int i = 0; i < sizes.blocks(); i++) {
            String name = "up_blocks." + i;
            int block = sizes.blocks() - 1 - i;
            for (int j = 0; j <= sizes.layersPerBlock(); j++) {
                Skip<T> skip = skips.pop();
                Operand<T> both = tf.concat(List.of(x, skip.value), tf.constant(3));
                x = layer(both, name, j, channels + skip.channels, block);
                channels = sizes.blockChannels().get(block);
            }
            if (block > 0) {
                x = unet.convolution(
                        enlarged(x, skips.element().value), name + ".upsamplers.0.conv", channels, channels);
            }
        }
        return x;
    }

    private Operand<T> layer(Operand<T> x, String name, int index, int in, int block) {
        int out = sizes.blockChannels().get(block);
        Operand<T> y = unet.residual(x, name + ".resnets." + index, in, out);
        return sizes.attends().get(block) ? unet.transformer(y, name + ".attentions." + index, block) : y;
    }

    /** Nearest neighbour, as large as the other: twice, or one less where that was odd. */
    private Operand<T> enlarged(Operand<T> x, Operand<T> other) {
        Operand<TInt32> sides = tf.slice(tf.shape(other), tf.array(1), tf.array(2));
        return tf.image.resizeNearestNeighbor(x, sides);
    }

    private record Skip<T extends TFloating>(Operand<T> value, int channels) {}
}
