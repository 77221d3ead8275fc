package dev.renderfarm.modelexport.attention;

import dev.renderfarm.modelexport.graph.Layers;
import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.While;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * softmax(q kᵀ + bias) v (Vaswani et al. 2017), with the softmax in 32 bits. The caller has scaled the queries.
 *
 * <p>TensorFlow has no fused attention, so the scores of all queries and keys would stand in memory at once: 33 GB for
 * a picture of 2048² of the full model. Therefore queries are taken in equal chunks, one after another (as in Rabe and
 * Staats 2021). A chunk has at most {@code budget / (batch · heads · keys · 12 bytes)}: a score exists in 32 bits
 * before and after the softmax, and in the package's type on either side of that. What one chunk needs is computed when
 * the graph runs, from the sizes it runs with; a small picture is one chunk.
 */
public final class Attention<T extends TFloating> {

    /** Added to the score of a key that must not be seen. Finite, so that a row without any key stays finite. */
    public static final float MASKED = -1e30f;

    static final long BYTES_PER_SCORE = 12;
    static final long BUDGET = 512L << 20;

    private static final int DONE = ChunkArguments.COUNT + 1;

    private final Layers<T> layers;
    private final Ops tf;
    private final QueryChunks chunks;

    public Attention(Layers<T> layers) {
        this(layers, BUDGET);
    }

    /** @param budget bytes that the scores of one chunk may take */
    Attention(Layers<T> layers, long budget) {
        this.layers = layers;
        this.tf = layers.tf();
        this.chunks = new QueryChunks(tf, budget, BYTES_PER_SCORE);
    }

    /**
     * Every query head has a key and value head of its own.
     *
     * @param q [batch, queries, heads, width]
     * @param k and {@code v} [batch, keys, heads, width]
     * @param bias broadcast to [batch, heads, queries, keys], the same for all queries
     * @return [batch, queries, heads, width]
     */
    public Operand<T> attend(Operand<T> q, Operand<T> k, Operand<T> v, Operand<TFloat32> bias, int heads) {
        Operand<TInt32> queries = layers.size(q, 1);
        Operand<TInt32> chunk = chunks.length(layers.size(q, 0), queries, layers.size(k, 1), heads);
        Operand<T> first = attendAll(layers, QueryChunks.slice(tf, q, tf.constant(0), chunk), k, v, bias);
        While loop = tf.whileOp(
                List.of(chunk, chunk, queries, q, k, bias, v, first),
                ConcreteFunction.create(this::chunksAreLeft),
                ConcreteFunction.create(this::nextChunk),
                While.parallelIterations(1L));
        @SuppressWarnings("unchecked") // the type that went in
        Operand<T> all = (Operand<T>) loop.output().get(DONE);
        return all;
    }

    /**
     * The same where several query heads share a key and value head (Ainslie et al. 2023); not in chunks, for short
     * sequences.
     *
     * @param q [batch, queries, shared heads, heads per shared head, width]
     * @param k and {@code v} [batch, keys, shared heads, width]
     * @param bias broadcast to [batch, shared heads, heads per shared head, queries, keys]
     * @return [batch, queries, shared heads, heads per shared head, width]
     */
    public Operand<T> attendShared(Operand<T> q, Operand<T> k, Operand<T> v, Operand<TFloat32> bias) {
        Operand<TFloat32> scores = layers.wide(tf.linalg.einsum(List.of(q, k), "bqhgd,bkhd->bhgqk"));
        Operand<T> probabilities = layers.narrow(tf.nn.softmax(tf.math.add(scores, bias)));
        return tf.linalg.einsum(List.of(probabilities, v), "bhgqk,bkhd->bqhgd");
    }

    private Signature chunksAreLeft(Ops body) {
        LoopArguments<T> in = new LoopArguments<>(body, layers.type());
        return in.inputs("chunks_are_left")
                .output("more", in.chunks.chunksAreLeft())
                .build();
    }

    private Signature nextChunk(Ops body) {
        LoopArguments<T> in = new LoopArguments<>(body, layers.type());
        Layers<T> inside = new Layers<>(body, layers.type());
        Operand<T> next = attendAll(inside, in.chunks.nextQueries(), in.chunks.k, in.v, in.chunks.bias);
        return in.chunks
                .outputs(in.inputs("next_chunk"))
                .output("v", body.identity(in.v))
                .output("done", body.concat(List.of(in.done, next), body.constant(1)))
                .build();
    }

    private static <T extends TFloating> Operand<T> attendAll(
            Layers<T> layers, Operand<T> q, Operand<T> k, Operand<T> v, Operand<TFloat32> bias) {
        Ops tf = layers.tf();
        Operand<TFloat32> scores = layers.wide(tf.linalg.einsum(List.of(q, k), "bqhd,bkhd->bhqk"));
        Operand<T> probabilities = layers.narrow(tf.nn.softmax(tf.math.add(scores, bias)));
        return tf.linalg.einsum(List.of(probabilities, v), "bhqk,bkhd->bqhd");
    }

    /** What goes round the loop: the values, and the results of the chunks that are done. */
    private static final class LoopArguments<T extends TFloating> {

        final ChunkArguments<T> chunks;
        final Placeholder<T> v;
        final Placeholder<T> done;

        LoopArguments(Ops tf, Class<T> type) {
            chunks = new ChunkArguments<>(tf, type);
            v = ChunkArguments.argument(tf, "v", type, 4);
            done = ChunkArguments.argument(tf, "done", type, 4);
        }

        Signature.Builder inputs(String function) {
            return chunks.inputs(function).input("v", v).input("done", done);
        }
    }
}
