package dev.renderfarm.modelexport.unet;

import dev.renderfarm.modelexport.architecture.UNetSizes;
import dev.renderfarm.modelexport.graph.Layers;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/** What the U-Net is told besides the caption, as one vector for each picture: time, and pooled caption with sizes. */
final class TimeEmbedding<T extends TFloating> {

    private static final double LONGEST = 10_000;

    private final UNetSizes sizes;
    private final Layers<T> layers;
    private final Ops tf;

    TimeEmbedding(UNetSizes sizes, Layers<T> layers) {
        this.sizes = sizes;
        this.layers = layers;
        this.tf = layers.tf();
    }

    /** [batch] → [batch, width]. */
    Operand<T> ofTime(Operand<TFloat32> time) {
        int frequencies = sizes.blockChannels().get(0);
        return network(layers.narrow(waves(time, frequencies)), "time_embedding", frequencies);
    }

    /**
     * To be added to that of time.
     *
     * @param pooled [batch, pooled]
     * @param pictureSizes [batch, 6]
     */
    Operand<T> ofConditions(Operand<TFloat32> pooled, Operand<TFloat32> pictureSizes) {
        int ofSizes = UNetSizes.SIZES * sizes.sizeFrequencies();
        Operand<TFloat32> waves = waves(tf.reshape(pictureSizes, tf.array(-1)), sizes.sizeFrequencies());
        Operand<TFloat32> all = tf.concat(List.of(pooled, tf.reshape(waves, tf.array(-1, ofSizes))), tf.constant(-1));
        return network(layers.narrow(all), "add_embedding", sizes.pooled() + ofSizes);
    }

    private Operand<T> network(Operand<T> x, String name, int in) {
        int width = sizes.timeWidth();
        Operand<T> hidden = layers.silu(layers.linear(x, name + ".linear_1", in, width, true));
        return layers.linear(hidden, name + ".linear_2", width, width, true);
    }

    /** Cosines, then sines, of each number at falling frequencies; [n] → [n, width]. */
    private Operand<TFloat32> waves(Operand<TFloat32> numbers, int width) {
        float[] frequencies = new float[width / 2];
        for (int k = 0; k < frequencies.length; k++) {
            frequencies[k] = (float) Math.exp(-Math.log(LONGEST) * k / frequencies.length);
        }
        Operand<TFloat32> angles = tf.math.mul(tf.expandDims(numbers, tf.constant(1)), tf.constant(frequencies));
        return tf.concat(List.of(tf.math.cos(angles), tf.math.sin(angles)), tf.constant(1));
    }
}
