package dev.renderfarm.modelexport.transformer;

import dev.renderfarm.modelexport.architecture.TransformerSizes;
import dev.renderfarm.modelexport.attention.Attention;
import dev.renderfarm.modelexport.attention.AttentionListener;
import dev.renderfarm.modelexport.attention.Rotary;
import dev.renderfarm.modelexport.graph.Layers;
import dev.renderfarm.modelexport.graph.Sequence;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/**
 * A block of the transformer: attention and a gated feed-forward network, each between two norms; scales and gates come
 * from the time embedding where the block is modulated. No shifts, no biases but the modulation's own. Formulas as in
 * diffusers' {@code ZImageTransformerBlock}, a variant of adaptive layer norm (adaLN, Peebles and Xie 2023).
 */
final class TransformerBlock<T extends TFloating> {

    /** Of the norms of queries and keys, fixed in the reference. */
    private static final double HEAD_NORM_EPS = 1e-5;

    private final TransformerSizes sizes;
    private final int heads;
    private final Layers<T> layers;
    private final AttentionListener<T> listener;
    private final Rotary<T> rotary;
    private final Attention<T> attention;
    private final Ops tf;

    /** @param heads how many this block has, each as wide as every head of the model */
    TransformerBlock(TransformerSizes sizes, int heads, Layers<T> layers, AttentionListener<T> listener) {
        this.sizes = sizes;
        this.heads = heads;
        this.layers = layers;
        this.listener = listener;
        this.rotary = new Rotary<>(layers);
        this.attention = new Attention<>(layers);
        this.tf = layers.tf();
    }

    /**
     * x + tanh(g₁)·norm(attention(norm(x)·(1 + s₁))), then the same with the feed-forward network, s₂ and g₂;
     * [s₁, g₁, s₂, g₂] = time Wᵀ + b.
     */
    Operand<T> modulated(
            Sequence sequence,
            Operand<T> x,
            Operand<T> time,
            String name,
            Operand<TFloat32> angles,
            Operand<TFloat32> bias) {
        Operand<T> modulation =
                layers.linear(time, name + ".adaLN_modulation.0", sizes.modulation(), 4 * sizes.dim(), true);
        List<? extends Operand<T>> parts = tf.split(tf.constant(2), tf.expandDims(modulation, tf.constant(1)), 4L)
                .output();
        Operand<T> attentionScale = tf.math.add(parts.get(0), one());
        Operand<T> attentionGate = tf.math.tanh(parts.get(1));
        Operand<T> forwardScale = tf.math.add(parts.get(2), one());
        Operand<T> forwardGate = tf.math.tanh(parts.get(3));
        Operand<T> attended = attentionBranch(
                sequence, tf.math.mul(norm(x, name + ".attention_norm1"), attentionScale), name, angles, bias);
        Operand<T> after = tf.math.add(x, tf.math.mul(attended, attentionGate));
        Operand<T> forward = forwardBranch(sequence, tf.math.mul(norm(after, name + ".ffn_norm1"), forwardScale), name);
        return tf.math.add(after, tf.math.mul(forward, forwardGate));
    }

    /** The same without scales and gates. */
    Operand<T> plain(Sequence sequence, Operand<T> x, String name, Operand<TFloat32> angles, Operand<TFloat32> bias) {
        Operand<T> attended = attentionBranch(sequence, norm(x, name + ".attention_norm1"), name, angles, bias);
        Operand<T> after = tf.math.add(x, attended);
        return tf.math.add(after, forwardBranch(sequence, norm(after, name + ".ffn_norm1"), name));
    }

    Operand<T> one() {
        return layers.narrow(tf.constant(1f));
    }

    private Operand<T> attentionBranch(
            Sequence sequence, Operand<T> x, String name, Operand<TFloat32> angles, Operand<TFloat32> bias) {
        String attn = name + ".attention";
        float scale = (float) (1 / Math.sqrt(sizes.headDim()));
        Operand<T> q = turnedHeads(sequence, x, attn + ".to_q", attn + ".norm_q.weight", angles, scale);
        Operand<T> k = turnedHeads(sequence, x, attn + ".to_k", attn + ".norm_k.weight", angles, 1);
        Operand<T> v = heads(sequence, x, attn + ".to_v");
        listener.attended(q, k, bias);
        Operand<T> joined = tf.reshape(attention.attend(q, k, v, bias, heads), sequence.shape(width()));
        Operand<T> out = layers.linear(sequence, joined, attn + ".to_out.0", width(), sizes.dim(), false);
        return norm(out, name + ".attention_norm2");
    }

    private Operand<T> forwardBranch(Sequence sequence, Operand<T> x, String name) {
        String forward = name + ".feed_forward.";
        Operand<T> out = layers.gatedFeedForward(
                sequence, x, forward + "w1", forward + "w3", forward + "w2", sizes.dim(), sizes.feedForward());
        return norm(out, name + ".ffn_norm2");
    }

    private Operand<T> turnedHeads(
            Sequence sequence, Operand<T> x, String linear, String norm, Operand<TFloat32> angles, float scale) {
        Operand<T> projected = heads(sequence, x, linear);
        Operand<T> normed =
                sizes.headNorm() ? layers.rmsNorm(projected, norm, sizes.headDim(), HEAD_NORM_EPS) : projected;
        return rotary.turnPairs(sequence, normed, angles, heads, sizes.headDim(), scale);
    }

    private Operand<T> heads(Sequence sequence, Operand<T> x, String name) {
        Operand<T> projected = layers.linear(sequence, x, name, sizes.dim(), width(), false);
        return tf.reshape(projected, sequence.shape(heads, sizes.headDim()));
    }

    /** Of all heads side by side. */
    private int width() {
        return heads * sizes.headDim();
    }

    private Operand<T> norm(Operand<T> x, String name) {
        return layers.rmsNorm(x, name + ".weight", sizes.dim(), sizes.normEps());
    }
}
