package dev.renderfarm.modelexport.clip;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** Where the prompts of windows end: at the first end token. */
final class WindowEnds {

    private final Ops tf;
    private final Operand<TInt32> rows;
    private final Operand<TInt64> ends;
    private final int length;

    /** @param rows [windows, length] */
    WindowEnds(Ops tf, Operand<TInt32> rows, int length, int endToken) {
        this.tf = tf;
        this.rows = rows;
        this.length = length;
        Operand<TBool> isEnd = tf.math.equal(rows, tf.constant(endToken));
        // the earlier, the larger: which of equals is taken is up to the device
        float[] left = new float[length];
        for (int position = 0; position < length; position++) {
            left[position] = length - position;
        }
        this.ends = tf.math.argMax(
                tf.math.mul(tf.dtypes.cast(isEnd, TFloat32.class), tf.expandDims(tf.constant(left), tf.constant(0))),
                tf.constant(1));
    }

    /** The same windows with another token after their ends. */
    Operand<TInt32> paddedWith(int token) {
        Operand<TInt32> positions = tf.range(tf.constant(0), tf.constant(length), tf.constant(1));
        Operand<TBool> after = tf.math.greater(
                tf.expandDims(positions, tf.constant(0)),
                tf.expandDims(tf.dtypes.cast(ends, TInt32.class), tf.constant(1)));
        return tf.select(after, tf.constant(token), rows);
    }

    /** What stands at the ends; [windows, length, width] → [windows, width]. */
    Operand<TFloat32> at(Operand<TFloat32> values) {
        Operand<TFloat32> isEnd = tf.oneHot(ends, tf.constant(length), tf.constant(1f), tf.constant(0f));
        return tf.linalg.einsum(List.of(isEnd, values), "wl,wld->wd");
    }
}
