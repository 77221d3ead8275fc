package dev.renderfarm.modelexport.graph;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Group norm (Wu and He 2018) of pictures [batch, height, width, channels]. The statistics are of the groups; they are
 * folded with weight and bias into one factor and one summand per channel, so that the large tensor is walked once. They
 * are summed up by channel first: TensorFlow is several times slower where it has to add up positions and channels of a
 * group at once.
 */
public final class GroupNorm<T extends TFloating> {

    private final Layers<T> layers;
    private final Ops tf;
    private final int groups;
    private final double epsilon;

    public GroupNorm(Layers<T> layers, int groups, double epsilon) {
        this.layers = layers;
        this.tf = layers.tf();
        this.groups = groups;
        this.epsilon = epsilon;
    }

    /** @param name of the norm, which has a weight and a bias */
    public Operand<T> apply(Operand<T> x, String name, int channels) {
        Operand<TInt32> positions = tf.math.mul(layers.size(x, 1), layers.size(x, 2));
        // in this order, or x is converted once for each shape
        Operand<TFloat32> rows =
                layers.wide(tf.reshape(x, new Sequence(tf, layers.size(x, 0), positions).shape(channels)));
        Operand<TFloat32> mean = groupMean(rows, channels);
        Operand<TFloat32> variance = groupMean(tf.math.squaredDifference(rows, perChannel(mean, channels)), channels);
        Operand<TFloat32> scale = tf.math.rsqrt(tf.math.add(variance, tf.constant((float) epsilon)));
        Operand<TInt32> perGroup = tf.array(1, groups, channels / groups);
        Operand<TFloat32> weight = tf.reshape(layers.wide(layers.weights().get(name + ".weight", channels)), perGroup);
        Operand<TFloat32> bias = tf.reshape(layers.wide(layers.weights().get(name + ".bias", channels)), perGroup);
        Operand<TFloat32> factor = tf.math.mul(scale, weight);
        Operand<TFloat32> summand = tf.math.sub(bias, tf.math.mul(mean, factor));
        Operand<TFloat32> normed =
                tf.math.add(tf.math.mul(rows, perChannel(factor, channels)), perChannel(summand, channels));
        return tf.reshape(layers.narrow(normed), tf.shape(x));
    }

    /** [batch, positions, channels] → [batch, groups, 1]. */
    private Operand<TFloat32> groupMean(Operand<TFloat32> rows, int channels) {
        Operand<TFloat32> ofChannels = tf.math.mean(rows, tf.array(1));
        return tf.math.mean(
                tf.reshape(ofChannels, tf.array(-1, groups, channels / groups)), tf.array(2), Mean.keepDims(true));
    }

    /** [batch, groups, 1 or channels of a group] → [batch, 1, channels]. */
    private Operand<TFloat32> perChannel(Operand<TFloat32> ofGroups, int channels) {
        Operand<TFloat32> ones = tf.fill(tf.array(channels / groups), tf.constant(1f));
        return tf.reshape(tf.math.mul(ofGroups, ones), tf.array(-1, 1, channels));
    }
}
