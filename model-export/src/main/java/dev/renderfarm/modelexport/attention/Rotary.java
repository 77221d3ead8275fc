package dev.renderfarm.modelexport.attention;

import dev.renderfarm.modelexport.graph.Layers;
import dev.renderfarm.modelexport.graph.Sequence;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.core.Unstack;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** Rotary position embedding (Su et al. 2021), in the two layouts that the networks use. Computed in 32 bits. */
public final class Rotary<T extends TFloating> {

    private final Layers<T> layers;
    private final Ops tf;

    public Rotary(Layers<T> layers) {
        this.layers = layers;
        this.tf = layers.tf();
    }

    /**
     * Angles position · θ^(−2j/width) for j = 0 … width/2 − 1, in 64 bits and then rounded.
     *
     * @param positions of any shape
     * @return positions' shape and one more axis of width/2
     */
    public Operand<TFloat32> angles(Operand<TInt32> positions, int width, double theta) {
        double[] frequencies = new double[width / 2];
        for (int j = 0; j < frequencies.length; j++) {
            frequencies[j] = Math.pow(theta, -2.0 * j / width);
        }
        Operand<TFloat64> column = tf.expandDims(tf.dtypes.cast(positions, TFloat64.class), tf.constant(-1));
        return tf.dtypes.cast(tf.math.mul(column, tf.constant(frequencies)), TFloat32.class);
    }

    /**
     * Turns the pairs (2m, 2m + 1), as diffusers' {@code ZSingleStreamAttnProcessor} does, and multiplies with
     * {@code scale}.
     *
     * @param x [batch, length, heads, width]
     * @param angles [batch or 1, length, 1, width/2]
     */
    public Operand<T> turnPairs(
            Sequence sequence, Operand<T> x, Operand<TFloat32> angles, int heads, int width, float scale) {
        Operand<TFloat32> pairs = tf.reshape(layers.wide(x), sequence.shape(heads, width / 2, 2));
        List<? extends Operand<TFloat32>> halves =
                tf.unstack(pairs, 2L, Unstack.axis(-1L)).output();
        Turned turned = turn(halves.get(0), halves.get(1), angles, scale);
        Operand<TFloat32> joined = tf.stack(List.of(turned.first, turned.second), Stack.axis(-1L));
        return layers.narrow(tf.reshape(joined, sequence.shape(heads, width)));
    }

    /**
     * Turns the pairs (m, m + width/2), as transformers' {@code apply_rotary_pos_emb} of Qwen3 does, and multiplies
     * with {@code scale}.
     *
     * @param x [batch, length, heads, width]
     * @param angles [1, length, 1, width/2]
     */
    public Operand<T> turnHalves(Operand<T> x, Operand<TFloat32> angles, float scale) {
        List<? extends Operand<TFloat32>> halves =
                tf.split(tf.constant(-1), layers.wide(x), 2L).output();
        Turned turned = turn(halves.get(0), halves.get(1), angles, scale);
        return layers.narrow(tf.concat(List.of(turned.first, turned.second), tf.constant(-1)));
    }

    private Turned turn(Operand<TFloat32> a, Operand<TFloat32> b, Operand<TFloat32> angles, float scale) {
        Operand<TFloat32> cos = tf.math.mul(tf.math.cos(angles), tf.constant(scale));
        Operand<TFloat32> sin = tf.math.mul(tf.math.sin(angles), tf.constant(scale));
        return new Turned(
                tf.math.sub(tf.math.mul(a, cos), tf.math.mul(b, sin)),
                tf.math.add(tf.math.mul(a, sin), tf.math.mul(b, cos)));
    }

    private record Turned(Operand<TFloat32> first, Operand<TFloat32> second) {}
}
