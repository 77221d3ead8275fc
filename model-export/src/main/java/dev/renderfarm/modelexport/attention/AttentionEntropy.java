package dev.renderfarm.modelexport.attention;

import dev.renderfarm.modelexport.graph.Layers;
import java.util.ArrayList;
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
 * How evenly each head spreads its attention: the entropy −Σ p ln p (Shannon 1948) of a query's attention over the
 * keys, averaged over all queries and samples and divided by its largest value, ln(keys). At 0 every query looks at one
 * key, at 1 every query takes the mean of all keys. Samples must be of equal length, so that no key is masked.
 *
 * <p>The scores are computed a second time, beside those of the attention itself, in chunks of queries under a budget
 * as there: a score exists four times in 32 bits. Nothing is kept of a chunk but one sum per head.
 */
public final class AttentionEntropy<T extends TFloating> implements AttentionListener<T> {

    private static final long BYTES_PER_SCORE = 16;
    private static final long BUDGET = 512L << 20;
    private static final int SUMS = ChunkArguments.COUNT;

    private final Layers<T> layers;
    private final Ops tf;
    private final int heads;
    private final QueryChunks chunks;
    private final List<Operand<TFloat32>> ofAttentions = new ArrayList<>();

    public AttentionEntropy(Layers<T> layers, int heads) {
        this(layers, heads, BUDGET);
    }

    /** @param budget bytes that the scores of one chunk may take */
    AttentionEntropy(Layers<T> layers, int heads, long budget) {
        this.layers = layers;
        this.tf = layers.tf();
        this.heads = heads;
        this.chunks = new QueryChunks(tf, budget, BYTES_PER_SCORE);
    }

    @Override
    public void attended(Operand<T> q, Operand<T> k, Operand<TFloat32> bias) {
        ofAttentions.add(ofHeads(q, k, bias));
    }

    /** Of all attentions heard of so far; [attentions, heads]. */
    public Operand<TFloat32> all() {
        return tf.stack(ofAttentions);
    }

    private Operand<TFloat32> ofHeads(Operand<T> q, Operand<T> k, Operand<TFloat32> bias) {
        Operand<TInt32> batch = layers.size(q, 0);
        Operand<TInt32> queries = layers.size(q, 1);
        Operand<TInt32> keys = layers.size(k, 1);
        Operand<TInt32> chunk = chunks.length(batch, queries, keys, heads);
        While loop = tf.whileOp(
                List.of(tf.constant(0), chunk, queries, q, k, bias, tf.constant(new float[heads])),
                ConcreteFunction.create(this::chunksAreLeft),
                ConcreteFunction.create(this::nextChunk),
                While.parallelIterations(1L));
        @SuppressWarnings("unchecked") // the type that went in
        Operand<TFloat32> sums = (Operand<TFloat32>) loop.output().get(SUMS);
        Operand<TFloat32> count = tf.dtypes.cast(tf.math.mul(batch, queries), TFloat32.class);
        Operand<TFloat32> largest = tf.math.log(tf.dtypes.cast(keys, TFloat32.class));
        return tf.math.div(sums, tf.math.mul(count, largest));
    }

    private Signature chunksAreLeft(Ops body) {
        ChunkArguments<T> in = new ChunkArguments<>(body, layers.type());
        return in.inputs("entropy_chunks_are_left")
                .input("sums", sums(body))
                .output("more", in.chunksAreLeft())
                .build();
    }

    private Signature nextChunk(Ops body) {
        ChunkArguments<T> in = new ChunkArguments<>(body, layers.type());
        Placeholder<TFloat32> sums = sums(body);
        Layers<T> inside = new Layers<>(body, layers.type());
        Operand<TFloat32> scores = inside.wide(body.linalg.einsum(List.of(in.nextQueries(), in.k), "bqhd,bkhd->bhqk"));
        Operand<TFloat32> logarithms = body.nn.logSoftmax(body.math.add(scores, in.bias));
        Operand<TFloat32> terms = body.math.mul(body.math.exp(logarithms), logarithms);
        Operand<TFloat32> negative = body.reduceSum(terms, body.array(0, 2, 3));
        return in.outputs(in.inputs("next_entropy_chunk").input("sums", sums))
                .output("sums", body.math.sub(sums, negative))
                .build();
    }

    /** Of each head, over the chunks so far. */
    private static Placeholder<TFloat32> sums(Ops body) {
        return ChunkArguments.argument(body, "sums", TFloat32.class, 1);
    }
}
