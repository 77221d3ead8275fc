package dev.renderfarm.modelexport.attention;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * Cuts queries into equal chunks, so that the scores of one chunk fit a budget; the sizes are those that the graph runs
 * with.
 */
final class QueryChunks {

    private final Ops tf;
    private final long budget;
    private final long bytesPerScore;

    /**
     * @param budget bytes that the scores of one chunk may take
     * @param bytesPerScore of all tensors that hold a value for every pair of query and key at the same time
     */
    QueryChunks(Ops tf, long budget, long bytesPerScore) {
        this.tf = tf;
        this.budget = budget;
        this.bytesPerScore = bytesPerScore;
    }

    /** Queries per chunk, such that all chunks but the last are equal and fit the budget; never less than one. */
    Operand<TInt32> length(Operand<TInt32> batch, Operand<TInt32> queries, Operand<TInt32> keys, int heads) {
        Operand<TInt64> perQuery = tf.math.mul(
                tf.math.mul(tf.dtypes.cast(batch, TInt64.class), tf.dtypes.cast(keys, TInt64.class)),
                tf.constant(heads * bytesPerScore));
        Operand<TInt64> one = tf.constant(1L);
        Operand<TInt64> most = tf.math.maximum(one, tf.math.floorDiv(tf.constant(budget), perQuery));
        Operand<TInt64> wide = tf.dtypes.cast(queries, TInt64.class);
        Operand<TInt64> chunks = divideUp(wide, most);
        return tf.dtypes.cast(divideUp(wide, chunks), TInt32.class);
    }

    /** Some of the queries; {@code q} [batch, queries, heads, width] → [batch, count, heads, width]. */
    static <T extends TFloating> Operand<T> slice(Ops tf, Operand<T> q, Operand<TInt32> first, Operand<TInt32> count) {
        Operand<TInt32> zero = tf.constant(0);
        Operand<TInt32> all = tf.constant(-1);
        return tf.slice(q, tf.stack(List.of(zero, first, zero, zero)), tf.stack(List.of(all, count, all, all)));
    }

    private Operand<TInt64> divideUp(Operand<TInt64> dividend, Operand<TInt64> divisor) {
        return tf.math.floorDiv(tf.math.add(dividend, tf.math.sub(divisor, tf.constant(1L))), divisor);
    }
}
