package dev.renderfarm.modelexport.vae;

import dev.renderfarm.modelexport.architecture.VaeSizes;
import dev.renderfarm.modelexport.attention.Attention;
import dev.renderfarm.modelexport.graph.GroupNorm;
import dev.renderfarm.modelexport.graph.Layers;
import dev.renderfarm.modelexport.graph.Sequence;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * What encoder and decoder are made of, channels last. Formulas as in diffusers' {@code ResnetBlock2D} and {@code
 * UNetMidBlock2D}.
 */
final class VaeLayers<T extends TFloating> {

    static final int KERNEL = 3;

    private static final double NORM_EPS = 1e-6;

    private final VaeSizes sizes;
    private final Layers<T> layers;
    private final Attention<T> attention;
    private final Ops tf;

    VaeLayers(VaeSizes sizes, Layers<T> layers) {
        this.sizes = sizes;
        this.layers = layers;
        this.attention = new Attention<>(layers);
        this.tf = layers.tf();
    }

    /** The innermost block: two residual networks, and attention between them where the model has it. */
    Operand<T> middle(Operand<T> x, String name, int channels) {
        Operand<T> first = residual(x, name + ".resnets.0", channels, channels);
        Operand<T> attended = sizes.middleAttention()
                ? tf.math.add(first, selfAttention(first, name + ".attentions.0", channels))
                : first;
        return residual(attended, name + ".resnets.1", channels, channels);
    }

    Operand<T> residual(Operand<T> x, String name, int in, int out) {
        Operand<T> h = layers.silu(groupNorm(x, name + ".norm1", in));
        h = convolution(h, name + ".conv1", in, out, KERNEL);
        h = layers.silu(groupNorm(h, name + ".norm2", out));
        h = convolution(h, name + ".conv2", out, out, KERNEL);
        Operand<T> shortcut = in == out ? x : convolution(x, name + ".conv_shortcut", in, out, 1);
        return tf.math.add(shortcut, h);
    }

    /** The norm before the last convolution, and its activation. */
    Operand<T> normed(Operand<T> x, String name, int channels) {
        return layers.silu(groupNorm(x, name, channels));
    }

    /** As large as {@code x}. */
    Operand<T> convolution(Operand<T> x, String name, int in, int out, int side) {
        return convolution(x, name, in, out, side, 1);
    }

    /**
     * Half as large on each side, which must be even: one row of zeros below and one column to the right, as {@code
     * SAME} has it for even sides.
     */
    Operand<T> halved(Operand<T> x, String name, int channels) {
        return convolution(x, name, channels, channels, KERNEL, 2);
    }

    private Operand<T> convolution(Operand<T> x, String name, int in, int out, int side, long stride) {
        Operand<T> kernel = layers.weights().kernel(name + ".weight", out, in, side);
        Operand<T> product = tf.nn.conv2d(x, kernel, List.of(1L, stride, stride, 1L), "SAME");
        return tf.nn.biasAdd(product, layers.weights().get(name + ".bias", out));
    }

    private Operand<T> selfAttention(Operand<T> x, String name, int channels) {
        Operand<TInt32> shape = tf.shape(x);
        Operand<TInt32> positions = tf.math.mul(layers.size(x, 1), layers.size(x, 2));
        Sequence sequence = new Sequence(tf, layers.size(x, 0), positions);
        Operand<T> tokens = tf.reshape(groupNorm(x, name + ".group_norm", channels), sequence.shape(channels));
        Operand<T> q = layers.linear(sequence, tokens, name + ".to_q", channels, channels, true);
        Operand<T> k = layers.linear(sequence, tokens, name + ".to_k", channels, channels, true);
        Operand<T> v = layers.linear(sequence, tokens, name + ".to_v", channels, channels, true);
        Operand<T> scale = layers.narrow(tf.constant((float) (1 / Math.sqrt(channels))));
        Operand<TInt32> oneHead = sequence.shape(1, channels);
        Operand<T> out = attention.attend(
                tf.reshape(tf.math.mul(q, scale), oneHead),
                tf.reshape(k, oneHead),
                tf.reshape(v, oneHead),
                tf.constant(new float[1][1][1][1]),
                1);
        Operand<T> joined = tf.reshape(out, sequence.shape(channels));
        return tf.reshape(layers.linear(sequence, joined, name + ".to_out.0", channels, channels, true), shape);
    }

    private Operand<T> groupNorm(Operand<T> x, String name, int channels) {
        return new GroupNorm<>(layers, sizes.normGroups(), NORM_EPS).apply(x, name, channels);
    }
}
