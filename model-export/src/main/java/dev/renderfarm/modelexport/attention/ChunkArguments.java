package dev.renderfarm.modelexport.attention;

import java.util.Arrays;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * What goes round every loop over chunks of queries, in this order: index of the next query, queries in a chunk,
 * queries in all, then q [batch, queries, heads, width], k and the bias. A loop's functions see nothing but their
 * arguments; its own follow these.
 */
final class ChunkArguments<T extends TFloating> {

    /** How many they are: the index of a loop's first own argument. */
    static final int COUNT = 6;

    final Placeholder<T> k;
    final Placeholder<TFloat32> bias;

    private final Ops tf;
    private final Placeholder<TInt32> position;
    private final Placeholder<TInt32> chunk;
    private final Placeholder<TInt32> queries;
    private final Placeholder<T> q;

    ChunkArguments(Ops tf, Class<T> type) {
        this.tf = tf;
        position = argument(tf, "position", TInt32.class, 0);
        chunk = argument(tf, "chunk", TInt32.class, 0);
        queries = argument(tf, "queries", TInt32.class, 0);
        q = argument(tf, "q", type, 4);
        k = argument(tf, "k", type, 4);
        bias = argument(tf, "bias", TFloat32.class, 4);
    }

    /** An argument whose sizes are known when the graph runs. */
    static <U extends TType> Placeholder<U> argument(Ops tf, String name, Class<U> type, int rank) {
        long[] sizes = new long[rank];
        Arrays.fill(sizes, -1);
        return tf.withName(name).placeholder(type, Placeholder.shape(Shape.of(sizes)));
    }

    Operand<TBool> chunksAreLeft() {
        return tf.math.less(position, queries);
    }

    /** The queries of the next chunk; the last one may be shorter. */
    Operand<T> nextQueries() {
        Operand<TInt32> length = tf.math.minimum(chunk, tf.math.sub(queries, position));
        return QueryChunks.slice(tf, q, position, length);
    }

    /** The beginning of a function of this name, with these as its inputs. */
    Signature.Builder inputs(String function) {
        return Signature.builder(function)
                .input("position", position)
                .input("chunk", chunk)
                .input("queries", queries)
                .input("q", q)
                .input("k", k)
                .input("bias", bias);
    }

    /** These for the next time round, one chunk further. */
    Signature.Builder outputs(Signature.Builder function) {
        return function.output("position", tf.math.add(position, chunk))
                .output("chunk", tf.identity(chunk))
                .output("queries", tf.identity(queries))
                .output("q", tf.identity(q))
                .output("k", tf.identity(k))
                .output("bias", tf.identity(bias));
    }
}
