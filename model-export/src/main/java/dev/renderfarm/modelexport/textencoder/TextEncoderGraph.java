package dev.renderfarm.modelexport.textencoder;

import dev.renderfarm.modelexport.architecture.TextEncoderSizes;
import dev.renderfarm.modelexport.attention.Attention;
import dev.renderfarm.modelexport.attention.Rotary;
import dev.renderfarm.modelexport.graph.Layers;
import dev.renderfarm.modelexport.graph.Sequence;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Qwen3 up to its last layer but one, whose un-normalised output is the caption ({@code hidden_states[-2]} of
 * transformers' {@code Qwen3Model}, whose formulas these are). Causal, so that padding on the right changes nothing for
 * the tokens before it.
 */
final class TextEncoderGraph<T extends TFloating> {

    private final TextEncoderSizes sizes;
    private final Layers<T> layers;
    private final Rotary<T> rotary;
    private final Attention<T> attention;
    private final Ops tf;

    TextEncoderGraph(TextEncoderSizes sizes, Layers<T> layers) {
        this.sizes = sizes;
        this.layers = layers;
        this.rotary = new Rotary<>(layers);
        this.attention = new Attention<>(layers);
        this.tf = layers.tf();
    }

    /**
     * Builds the network.
     *
     * @param tokenIds [batch, length]
     * @param lengths [batch], how many ids of each row count
     * @return [batch, length, hidden], zeros beyond the lengths
     */
    Operand<TFloat32> encode(Operand<TInt32> tokenIds, Operand<TInt32> lengths) {
        Sequence sequence = new Sequence(tf, layers.size(tokenIds, 0), layers.size(tokenIds, 1));
        Operand<TInt32> positions = layers.positions(sequence.length());
        Operand<TFloat32> angles = tf.reshape(
                rotary.angles(positions, sizes.headDim(), sizes.ropeTheta()), tf.array(1, -1, 1, sizes.headDim() / 2));
        Operand<TFloat32> causal = causalBias(positions);
        Operand<T> embedding = layers.weights().get("model.embed_tokens.weight", sizes.vocabulary(), sizes.hidden());
        Operand<T> x = tf.gather(embedding, tokenIds, tf.constant(0));
        for (int i = 0; i < sizes.usedLayers(); i++) {
            x = layer(sequence, x, "model.layers." + i, angles, causal);
        }
        Operand<TBool> counts =
                tf.math.less(tf.expandDims(positions, tf.constant(0)), tf.expandDims(lengths, tf.constant(1)));
        return tf.select(tf.expandDims(counts, tf.constant(-1)), layers.wide(x), tf.constant(0f));
    }

    private Operand<T> layer(
            Sequence sequence, Operand<T> x, String name, Operand<TFloat32> angles, Operand<TFloat32> causal) {
        Operand<T> normed = layers.rmsNorm(x, name + ".input_layernorm.weight", sizes.hidden(), sizes.normEps());
        Operand<T> attended = tf.math.add(x, attend(sequence, normed, name + ".self_attn", angles, causal));
        Operand<T> again =
                layers.rmsNorm(attended, name + ".post_attention_layernorm.weight", sizes.hidden(), sizes.normEps());
        String mlp = name + ".mlp.";
        return tf.math.add(
                attended,
                layers.gatedFeedForward(
                        sequence,
                        again,
                        mlp + "gate_proj",
                        mlp + "up_proj",
                        mlp + "down_proj",
                        sizes.hidden(),
                        sizes.feedForward()));
    }

    private Operand<T> attend(
            Sequence sequence, Operand<T> x, String name, Operand<TFloat32> angles, Operand<TFloat32> causal) {
        int group = sizes.heads() / sizes.kvHeads();
        int width = sizes.headDim();
        Operand<T> q = heads(sequence, x, name + ".q_proj", sizes.heads());
        Operand<T> k = heads(sequence, x, name + ".k_proj", sizes.kvHeads());
        Operand<T> v = heads(sequence, x, name + ".v_proj", sizes.kvHeads());
        q = layers.rmsNorm(q, name + ".q_norm.weight", width, sizes.normEps());
        k = layers.rmsNorm(k, name + ".k_norm.weight", width, sizes.normEps());
        q = rotary.turnHalves(q, angles, (float) (1 / Math.sqrt(width)));
        k = rotary.turnHalves(k, angles, 1);
        Operand<T> grouped = tf.reshape(q, sequence.shape(sizes.kvHeads(), group, width));
        Operand<T> out = attention.attendShared(grouped, k, v, causal);
        Operand<T> joined = tf.reshape(out, sequence.shape(sizes.heads() * width));
        return layers.linear(sequence, joined, name + ".o_proj", sizes.heads() * width, sizes.hidden(), false);
    }

    private Operand<T> heads(Sequence sequence, Operand<T> x, String name, int heads) {
        int width = sizes.headDim();
        return tf.reshape(
                layers.linear(sequence, x, name, sizes.hidden(), heads * width, false), sequence.shape(heads, width));
    }

    /** [1, 1, 1, length, length]: no token sees a later one. */
    private Operand<TFloat32> causalBias(Operand<TInt32> positions) {
        Operand<TInt32> keys = tf.expandDims(positions, tf.constant(0));
        Operand<TInt32> queries = tf.expandDims(positions, tf.constant(1));
        Operand<TFloat32> later = tf.dtypes.cast(tf.math.less(queries, keys), TFloat32.class);
        Operand<TFloat32> bias = tf.math.mul(later, tf.constant(Attention.MASKED));
        Operand<TInt32> length = layers.size(positions, 0);
        return tf.reshape(bias, layers.shape(List.of(tf.constant(1), tf.constant(1), tf.constant(1), length, length)));
    }
}
