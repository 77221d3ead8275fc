package dev.renderfarm.modelexport.graph;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * What all networks are made of. Activations and weights have the package's type {@code T}; statistics of norms,
 * rotary embeddings and softmax are computed in 32 bits, as the reference does.
 */
public final class Layers<T extends TFloating> {

    private final Ops tf;
    private final Class<T> type;
    private final Weights<T> weights;

    /** Layers of the graph that {@code tf} adds to, with variables of type {@code type}, none so far. */
    public Layers(Ops tf, Class<T> type) {
        this.tf = tf;
        this.type = type;
        this.weights = new Weights<>(tf, type);
    }

    public Ops tf() {
        return tf;
    }

    public Class<T> type() {
        return type;
    }

    public Weights<T> weights() {
        return weights;
    }

    /** An input of the graph, −1 for each size that is unknown while it is built. */
    public <U extends TType> Placeholder<U> input(String name, Class<U> inputType, long... shape) {
        return tf.withName(name).placeholder(inputType, Placeholder.shape(Shape.of(shape)));
    }

    /** An input [batch, height, width, channels] that is computed where it is not given. */
    public Operand<TFloat32> inputOr(String name, Operand<TFloat32> otherwise, long channels) {
        return tf.withName(name).placeholderWithDefault(otherwise, Shape.of(-1, -1, -1, channels));
    }

    /** {@code x} in 32 bits. */
    public Operand<TFloat32> wide(Operand<T> x) {
        return convert(x, TFloat32.class);
    }

    /** {@code x} in the package's type. */
    public Operand<T> narrow(Operand<TFloat32> x) {
        return convert(x, type);
    }

    /** x Wᵀ + b over the last axis; {@code x} [rows, in] → [rows, out]. */
    public Operand<T> linear(Operand<T> x, String name, int in, int out, boolean bias) {
        Operand<T> product = tf.linalg.matMul(x, weights.get(name + ".weight", out, in), MatMul.transposeB(true));
        return bias ? tf.math.add(product, weights.get(name + ".bias", out)) : product;
    }

    /** x Wᵀ + b over the last axis of sequences; [batch, length, in] → [batch, length, out]. */
    public Operand<T> linear(Sequence sequence, Operand<T> x, String name, int in, int out, boolean bias) {
        Operand<T> rows = tf.reshape(x, tf.array(-1, in));
        return tf.reshape(linear(rows, name, in, out, bias), sequence.shape(out));
    }

    /**
     * w · x / √(mean(x²) + ε) over the last axis (Zhang and Sennrich 2019); normalised in 32 bits, weighted in
     * {@code T}.
     */
    public Operand<T> rmsNorm(Operand<T> x, String weight, int size, double epsilon) {
        Operand<TFloat32> wide = wide(x);
        Operand<TFloat32> meanSquare = tf.math.mean(tf.math.square(wide), tf.array(-1), Mean.keepDims(true));
        Operand<TFloat32> scale = tf.math.rsqrt(tf.math.add(meanSquare, tf.constant((float) epsilon)));
        return tf.math.mul(narrow(tf.math.mul(wide, scale)), weights.get(weight, size));
    }

    /** (x − mean) / √(variance + ε) over the last axis, without weights (Ba et al. 2016). */
    public Operand<T> layerNorm(Operand<T> x, double epsilon) {
        Operand<TFloat32> wide = wide(x);
        Operand<TFloat32> mean = tf.math.mean(wide, tf.array(-1), Mean.keepDims(true));
        Operand<TFloat32> variance =
                tf.math.mean(tf.math.squaredDifference(wide, mean), tf.array(-1), Mean.keepDims(true));
        Operand<TFloat32> scale = tf.math.rsqrt(tf.math.add(variance, tf.constant((float) epsilon)));
        return narrow(tf.math.mul(tf.math.sub(wide, mean), scale));
    }

    /** The same, weighted; weight and bias have the norm's name. */
    public Operand<T> layerNorm(Operand<T> x, String name, int size, double epsilon) {
        Operand<T> weighted = tf.math.mul(layerNorm(x, epsilon), weights.get(name + ".weight", size));
        return tf.math.add(weighted, weights.get(name + ".bias", size));
    }

    /** x · Φ(x), by the error function and in 32 bits (Hendrycks and Gimpel 2016). */
    public Operand<T> gelu(Operand<T> x) {
        Operand<TFloat32> wide = wide(x);
        Operand<TFloat32> erf = tf.math.erf(tf.math.mul(wide, tf.constant((float) Math.sqrt(0.5))));
        Operand<TFloat32> half = tf.math.mul(wide, tf.constant(0.5f));
        return narrow(tf.math.mul(half, tf.math.add(erf, tf.constant(1f))));
    }

    /** x · sigmoid(x) (Elfwing et al. 2017). */
    public Operand<T> silu(Operand<T> x) {
        return tf.math.mul(x, tf.math.sigmoid(x));
    }

    /** (silu(x G) · x U) D, Shazeer's SwiGLU (2020); names of the three linear layers are given, none has a bias. */
    public Operand<T> gatedFeedForward(
            Sequence sequence, Operand<T> x, String gate, String up, String down, int dim, int hidden) {
        Operand<T> gated = silu(linear(sequence, x, gate, dim, hidden, false));
        Operand<T> product = tf.math.mul(gated, linear(sequence, x, up, dim, hidden, false));
        return linear(sequence, product, down, hidden, dim, false);
    }

    /** Positions of a sequence: 0, 1, … length − 1. */
    public Operand<TInt32> positions(Operand<TInt32> length) {
        return tf.range(tf.constant(0), length, tf.constant(1));
    }

    /** One-dimensional tensor of these sizes. */
    public Operand<TInt32> shape(List<Operand<TInt32>> sizes) {
        return tf.stack(sizes);
    }

    /** Size of one axis, as a scalar. */
    public Operand<TInt32> size(Operand<?> x, int axis) {
        return tf.gather(tf.shape(x), tf.constant(axis), tf.constant(0));
    }

    @SuppressWarnings("unchecked")
    private <F extends TFloating, U extends TFloating> Operand<U> convert(Operand<F> x, Class<U> target) {
        return x.type().equals(target) ? (Operand<U>) x : tf.dtypes.cast(x, target);
    }
}
