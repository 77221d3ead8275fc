package dev.renderfarm.modelexport.unet;

import dev.renderfarm.modelexport.architecture.UNetSizes;
import dev.renderfarm.modelexport.attention.Attention;
import dev.renderfarm.modelexport.graph.GroupNorm;
import dev.renderfarm.modelexport.graph.Layers;
import dev.renderfarm.modelexport.graph.Sequence;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * What the U-Net is made of, channels last. Formulas as in diffusers' {@code ResnetBlock2D}, {@code
 * Transformer2DModel} and {@code BasicTransformerBlock}.
 */
final class UNetLayers<T extends TFloating> {

    private static final int KERNEL = 3;
    /** Of the norm before transformer blocks, whatever the configuration says of others. */
    private static final double TOKEN_EPS = 1e-6;

    private static final double LAYER_EPS = 1e-5;
    private static final int WIDENING = 4;

    private final UNetSizes sizes;
    private final Layers<T> layers;
    private final Attention<T> attention;
    private final Ops tf;
    private final Operand<T> told;
    private final Operand<T> caption;
    private final Sequence captionTokens;
    private final Operand<TFloat32> everyKey;

    UNetLayers(UNetSizes sizes, Layers<T> layers, Operand<T> told, Operand<T> caption) {
        this.sizes = sizes;
        this.layers = layers;
        this.attention = new Attention<>(layers);
        this.tf = layers.tf();
        this.told = layers.silu(told);
        this.caption = caption;
        this.captionTokens = new Sequence(tf, layers.size(caption, 0), layers.size(caption, 1));
        this.everyKey = tf.constant(new float[1][1][1][1]);
    }

    /** Two convolutions, between which it is told of time and conditions; with a way past them. */
    Operand<T> residual(Operand<T> x, String name, int in, int out) {
        Operand<T> h = layers.silu(norm(x, name + ".norm1", in));
        h = convolution(h, name + ".conv1", in, out);
        Operand<T> shift = layers.linear(told, name + ".time_emb_proj", sizes.timeWidth(), out, true);
        h = tf.math.add(h, tf.reshape(shift, tf.array(-1, 1, 1, out)));
        h = layers.silu(norm(h, name + ".norm2", out));
        h = convolution(h, name + ".conv2", out, out);
        Operand<T> shortcut = in == out ? x : convolution(x, name + ".conv_shortcut", in, out, 1);
        return tf.math.add(shortcut, h);
    }

    /** Transformer blocks over all positions, with a way past them. */
    Operand<T> transformer(Operand<T> x, String name, int block) {
        int channels = sizes.blockChannels().get(block);
        Operand<TInt32> positions = tf.math.mul(layers.size(x, 1), layers.size(x, 2));
        Sequence sequence = new Sequence(tf, layers.size(x, 0), positions);
        Operand<T> normed = new GroupNorm<>(layers, sizes.normGroups(), TOKEN_EPS).apply(x, name + ".norm", channels);
        Operand<T> tokens = projected(sequence, normed, name + ".proj_in", channels);
        for (int i = 0; i < sizes.depths().get(block); i++) {
            tokens = transformerBlock(sequence, tokens, name + ".transformer_blocks." + i, block);
        }
        Operand<TInt32> shape = tf.shape(x);
        if (sizes.linearProjection()) {
            Operand<T> out = layers.linear(sequence, tokens, name + ".proj_out", channels, channels, true);
            return tf.math.add(x, tf.reshape(out, shape));
        }
        return tf.math.add(x, convolution(tf.reshape(tokens, shape), name + ".proj_out", channels, channels, 1));
    }

    Operand<T> norm(Operand<T> x, String name, int channels) {
        return new GroupNorm<>(layers, sizes.normGroups(), sizes.normEps()).apply(x, name, channels);
    }

    /** As large as {@code x}. */
    Operand<T> convolution(Operand<T> x, String name, int in, int out) {
        return convolution(x, name, in, out, KERNEL);
    }

    /** Half as large on each side, rounded up: with a row and a column of zeros on every side. */
    Operand<T> halved(Operand<T> x, String name, int channels) {
        Operand<T> padded =
                tf.pad(x, tf.constant(new int[][] {{0, 0}, {1, 1}, {1, 1}, {0, 0}}), layers.narrow(tf.constant(0f)));
        return convolution(padded, name, channels, channels, KERNEL, 2, "VALID");
    }

    private Operand<T> convolution(Operand<T> x, String name, int in, int out, int side) {
        return convolution(x, name, in, out, side, 1, "SAME");
    }

    private Operand<T> convolution(Operand<T> x, String name, int in, int out, int side, long stride, String padding) {
        Operand<T> kernel = layers.weights().kernel(name + ".weight", out, in, side);
        Operand<T> product = tf.nn.conv2d(x, kernel, List.of(1L, stride, stride, 1L), padding);
        return tf.nn.biasAdd(product, layers.weights().get(name + ".bias", out));
    }

    private Operand<T> projected(Sequence sequence, Operand<T> x, String name, int channels) {
        if (sizes.linearProjection()) {
            return layers.linear(sequence, tf.reshape(x, sequence.shape(channels)), name, channels, channels, true);
        }
        return tf.reshape(convolution(x, name, channels, channels, 1), sequence.shape(channels));
    }

    private Operand<T> transformerBlock(Sequence sequence, Operand<T> tokens, String name, int block) {
        int channels = sizes.blockChannels().get(block);
        Operand<T> x = layers.layerNorm(tokens, name + ".norm1", channels, LAYER_EPS);
        Operand<T> u = tf.math.add(tokens, attend(sequence, x, sequence, x, channels, name + ".attn1", block));
        x = layers.layerNorm(u, name + ".norm2", channels, LAYER_EPS);
        u = tf.math.add(u, attend(sequence, x, captionTokens, caption, sizes.captionDim(), name + ".attn2", block));
        x = layers.layerNorm(u, name + ".norm3", channels, LAYER_EPS);
        return tf.math.add(u, feedForward(sequence, x, name + ".ff.net.", channels));
    }

    private Operand<T> attend(
            Sequence sequence,
            Operand<T> x,
            Sequence seenTokens,
            Operand<T> seen,
            int seenWidth,
            String name,
            int block) {
        int channels = sizes.blockChannels().get(block);
        int heads = sizes.heads().get(block);
        int width = channels / heads;
        Operand<T> q = layers.linear(sequence, x, name + ".to_q", channels, channels, false);
        Operand<T> k = layers.linear(seenTokens, seen, name + ".to_k", seenWidth, channels, false);
        Operand<T> v = layers.linear(seenTokens, seen, name + ".to_v", seenWidth, channels, false);
        Operand<T> scale = layers.narrow(tf.constant((float) (1 / Math.sqrt(width))));
        Operand<T> out = attention.attend(
                tf.reshape(tf.math.mul(q, scale), sequence.shape(heads, width)),
                tf.reshape(k, seenTokens.shape(heads, width)),
                tf.reshape(v, seenTokens.shape(heads, width)),
                everyKey,
                heads);
        Operand<T> joined = tf.reshape(out, sequence.shape(channels));
        return layers.linear(sequence, joined, name + ".to_out.0", channels, channels, true);
    }

    /** Gated by gelu (Shazeer 2020): the first half of what comes out of the first layer, times gelu of the second. */
    private Operand<T> feedForward(Sequence sequence, Operand<T> x, String name, int channels) {
        int hidden = WIDENING * channels;
        Operand<T> both = layers.linear(sequence, x, name + "0.proj", channels, 2 * hidden, true);
        List<? extends Operand<T>> halves = tf.split(tf.constant(-1), both, 2L).output();
        Operand<T> gated = tf.math.mul(halves.get(0), layers.gelu(halves.get(1)));
        return layers.linear(sequence, gated, name + "2", hidden, channels, true);
    }
}
