package dev.renderfarm.modelexport.graph;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/** softmax(q kᵀ + bias) v, with the softmax in 32 bits. The caller has scaled the queries. */
final class Attention<T extends TFloating> {

    /** Added to the score of a key that must not be seen. Finite, so that a row without any key stays finite. */
    static final float MASKED = -1e30f;

    private final Layers<T> layers;
    private final Ops tf;

    Attention(Layers<T> layers) {
        this.layers = layers;
        this.tf = layers.tf();
    }

    /**
     * Every query head has a key and value head of its own.
     *
     * @param q [batch, queries, heads, width]
     * @param k and {@code v} [batch, keys, heads, width]
     * @param bias broadcast to [batch, heads, queries, keys]
     * @return [batch, queries, heads, width]
     */
    Operand<T> attend(Operand<T> q, Operand<T> k, Operand<T> v, Operand<TFloat32> bias) {
        Operand<TFloat32> scores = layers.wide(tf.linalg.einsum(List.of(q, k), "bqhd,bkhd->bhqk"));
        Operand<T> probabilities = layers.narrow(tf.nn.softmax(tf.math.add(scores, bias)));
        return tf.linalg.einsum(List.of(probabilities, v), "bhqk,bkhd->bqhd");
    }

    /**
     * The same where several query heads share a key and value head.
     *
     * @param q [batch, queries, shared heads, heads per shared head, width]
     * @param k and {@code v} [batch, keys, shared heads, width]
     * @param bias broadcast to [batch, shared heads, heads per shared head, queries, keys]
     * @return [batch, queries, shared heads, heads per shared head, width]
     */
    Operand<T> attendShared(Operand<T> q, Operand<T> k, Operand<T> v, Operand<TFloat32> bias) {
        Operand<TFloat32> scores = layers.wide(tf.linalg.einsum(List.of(q, k), "bqhgd,bkhd->bhgqk"));
        Operand<T> probabilities = layers.narrow(tf.nn.softmax(tf.math.add(scores, bias)));
        return tf.linalg.einsum(List.of(probabilities, v), "bhgqk,bkhd->bqhgd");
    }

    /** One head over many positions without a bias; all [batch, positions, width]. */
    Operand<T> attendSingle(Operand<T> q, Operand<T> k, Operand<T> v) {
        Operand<TFloat32> scores = layers.wide(tf.linalg.einsum(List.of(q, k), "bqd,bkd->bqk"));
        return tf.linalg.einsum(List.of(layers.narrow(tf.nn.softmax(scores)), v), "bqk,bkd->bqd");
    }
}
