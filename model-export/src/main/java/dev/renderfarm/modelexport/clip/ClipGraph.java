package dev.renderfarm.modelexport.clip;

import dev.renderfarm.modelexport.architecture.ClipSizes;
import dev.renderfarm.modelexport.attention.Attention;
import dev.renderfarm.modelexport.graph.Layers;
import dev.renderfarm.modelexport.graph.Sequence;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * One text encoder; formulas as in transformers' {@code CLIPTextModel}. Causal, and without a mask for what fills up a
 * window: it is attended to.
 */
final class ClipGraph<T extends TFloating> {

    private static final double QUICK = 1.702;

    private final ClipSizes sizes;
    private final Layers<T> layers;
    private final Attention<T> attention;
    private final Ops tf;
    private final String prefix;
    private final String model;
    private final Operand<TFloat32> causal;

    /** @param prefix of all tensors */
    ClipGraph(ClipSizes sizes, Layers<T> layers, String prefix) {
        this.sizes = sizes;
        this.layers = layers;
        this.attention = new Attention<>(layers);
        this.tf = layers.tf();
        this.prefix = prefix;
        this.model = prefix + "text_model.";
        this.causal = causalBias();
    }

    /**
     * Runs the first layers.
     *
     * @param tokenIds [rows, positions]
     * @return [rows, positions, hidden], not normed
     */
    Operand<T> after(Operand<TInt32> tokenIds, int count) {
        String embeddings = model + "embeddings.";
        Operand<T> tokens =
                layers.weights().get(embeddings + "token_embedding.weight", sizes.vocabulary(), sizes.hidden());
        Operand<T> positions =
                layers.weights().get(embeddings + "position_embedding.weight", sizes.positions(), sizes.hidden());
        Operand<T> x = tf.math.add(tf.gather(tokens, tokenIds, tf.constant(0)), positions);
        for (int i = 0; i < count; i++) {
            x = layer(x, i);
        }
        return x;
    }

    /** Runs the last layer on what those before it gave. */
    Operand<T> lastLayer(Operand<T> x) {
        return layer(x, sizes.layers() - 1);
    }

    /** The norm after the last layer. */
    Operand<T> normed(Operand<T> x) {
        return norm(x, model + "final_layer_norm");
    }

    /** What it says of whole prompts; [rows, hidden] → [rows, projection]. */
    Operand<T> projected(Operand<T> x) {
        return layers.linear(x, prefix + "text_projection", sizes.hidden(), sizes.projection(), false);
    }

    private Operand<T> layer(Operand<T> x, int index) {
        String name = model + "encoder.layers." + index + ".";
        Sequence sequence = new Sequence(tf, layers.size(x, 0), tf.constant(sizes.positions()));
        Operand<T> attended = tf.math.add(x, attend(sequence, norm(x, name + "layer_norm1"), name + "self_attn."));
        Operand<T> hidden = layers.linear(
                sequence,
                norm(attended, name + "layer_norm2"),
                name + "mlp.fc1",
                sizes.hidden(),
                sizes.feedForward(),
                true);
        Operand<T> activated = sizes.quickGelu() ? quickGelu(hidden) : layers.gelu(hidden);
        return tf.math.add(
                attended,
                layers.linear(sequence, activated, name + "mlp.fc2", sizes.feedForward(), sizes.hidden(), true));
    }

    private Operand<T> attend(Sequence sequence, Operand<T> x, String name) {
        int width = sizes.headDim();
        Operand<T> q = projection(sequence, x, name + "q_proj");
        Operand<T> k = projection(sequence, x, name + "k_proj");
        Operand<T> v = projection(sequence, x, name + "v_proj");
        Operand<T> scale = layers.narrow(tf.constant((float) (1 / Math.sqrt(width))));
        Operand<T> out = attention.attendShared(
                tf.reshape(tf.math.mul(q, scale), sequence.shape(sizes.heads(), 1, width)),
                tf.reshape(k, sequence.shape(sizes.heads(), width)),
                tf.reshape(v, sequence.shape(sizes.heads(), width)),
                causal);
        return projection(sequence, tf.reshape(out, sequence.shape(sizes.hidden())), name + "out_proj");
    }

    private Operand<T> projection(Sequence sequence, Operand<T> x, String name) {
        return layers.linear(sequence, x, name, sizes.hidden(), sizes.hidden(), true);
    }

    private Operand<T> norm(Operand<T> x, String name) {
        return layers.layerNorm(x, name, sizes.hidden(), sizes.normEps());
    }

    private Operand<T> quickGelu(Operand<T> x) {
        Operand<T> factor = layers.narrow(tf.constant((float) QUICK));
        return tf.math.mul(x, tf.math.sigmoid(tf.math.mul(factor, x)));
    }

    /** [1, 1, 1, length, length]: no token sees a later one. */
    private Operand<TFloat32> causalBias() {
        int length = sizes.positions();
        float[][] bias = new float[length][length];
        for (int query = 0; query < length; query++) {
            for (int key = query + 1; key < length; key++) {
                bias[query][key] = Attention.MASKED;
            }
        }
        return tf.reshape(tf.constant(bias), tf.array(1, 1, 1, length, length));
    }
}
