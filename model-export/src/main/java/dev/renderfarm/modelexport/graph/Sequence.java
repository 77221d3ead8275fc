package dev.renderfarm.modelexport.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/** A batch of token sequences of one length, both unknown while the graph is built. */
public final class Sequence {

    private final Ops tf;
    private final Operand<TInt32> batch;
    private final Operand<TInt32> length;
    private final Map<List<Integer>, Operand<TInt32>> shapes = new HashMap<>();

    /** Both sizes are scalars. */
    public Sequence(Ops tf, Operand<TInt32> batch, Operand<TInt32> length) {
        this.tf = tf;
        this.batch = batch;
        this.length = length;
    }

    public Operand<TInt32> batch() {
        return batch;
    }

    public Operand<TInt32> length() {
        return length;
    }

    /** The shape [batch, length, tail…]. */
    public Operand<TInt32> shape(Integer... tail) {
        return shapes.computeIfAbsent(List.of(tail), sizes -> {
            List<Operand<TInt32>> all = new ArrayList<>(List.of(batch, length));
            sizes.forEach(size -> all.add(tf.constant(size)));
            return tf.stack(all);
        });
    }
}
