package dev.renderfarm.modelexport.attention;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/** Hears of every attention that a block adds to the graph, in their order. */
public interface AttentionListener<T extends TFloating> {

    /**
     * One more attention stands in the graph.
     *
     * @param q [batch, queries, heads, width], scaled
     * @param k [batch, keys, heads, width]
     * @param bias broadcast to [batch, heads, queries, keys], the same for all queries
     */
    void attended(Operand<T> q, Operand<T> k, Operand<TFloat32> bias);

    /** Nobody listens, and the graph is what it would be without. */
    static <T extends TFloating> AttentionListener<T> none() {
        return (q, k, bias) -> {};
    }
}
