package dev.renderfarm.modelexport.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.modelexport.graph.Layers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Four keys and three heads: one sees all keys alike, one sees two of the four, one sees a single key. */
class AttentionEntropyTest {

    private static final int QUERIES = 5;
    private static final int KEYS = 4;
    private static final int HEADS = 3;
    private static final int WIDTH = 2;
    private static final long BYTES_PER_QUERY = 16L * HEADS * KEYS;
    private static final float STRONG = 60;

    @ParameterizedTest
    @ValueSource(longs = {1, 2 * BYTES_PER_QUERY, 1L << 40})
    void shouldBeOneForEvenAttentionAndNoughtForASingleKeyWhateverTheBudget(long budget) {
        assertThat(entropies(queries(0), budget)).containsExactly(new float[] {1, 0.5f, 0}, within(1e-5f));
    }

    @Test
    void shouldBeTheMeanOverAllQueries() {
        // When: two of the five queries of each head see all keys alike
        float[] entropies = entropies(queries(2), 2 * BYTES_PER_QUERY);
        // Then
        assertThat(entropies).containsExactly(new float[] {1, (2 + 3 * 0.5f) / 5, 2 / 5f}, within(1e-5f));
    }

    /**
     * The first queries are zero; of the others, the second head's look along the first axis and the third head's along
     * the second.
     */
    private static float[] queries(int zeros) {
        float[] q = new float[QUERIES * HEADS * WIDTH];
        for (int i = zeros; i < QUERIES; i++) {
            q[(i * HEADS + 1) * WIDTH] = STRONG;
            q[(i * HEADS + 2) * WIDTH + 1] = STRONG;
        }
        return q;
    }

    /** Two keys lie along the first axis, one along the second, for every head. */
    private static float[] keys() {
        float[] k = new float[KEYS * HEADS * WIDTH];
        for (int head = 0; head < HEADS; head++) {
            k[head * WIDTH] = 1;
            k[(HEADS + head) * WIDTH] = 1;
            k[(2 * HEADS + head) * WIDTH + 1] = 1;
        }
        return k;
    }

    private static float[] entropies(float[] q, long budget) {
        try (Graph graph = new Graph();
                Session session = new Session(graph);
                TFloat32 qs = TFloat32.tensorOf(Shape.of(1, QUERIES, HEADS, WIDTH), DataBuffers.of(q));
                TFloat32 ks = TFloat32.tensorOf(Shape.of(1, KEYS, HEADS, WIDTH), DataBuffers.of(keys()))) {
            Ops tf = Ops.create(graph);
            var layers = new Layers<>(tf, TFloat32.class);
            Operand<TFloat32> qIn = tf.placeholder(TFloat32.class);
            Operand<TFloat32> kIn = tf.placeholder(TFloat32.class);
            var entropy = new AttentionEntropy<>(layers, HEADS, budget);
            entropy.attended(qIn, kIn, tf.constant(new float[1][1][1][1]));
            entropy.attended(qIn, kIn, tf.constant(new float[1][1][1][1]));
            try (Result result = session.runner()
                    .feed(qIn, qs)
                    .feed(kIn, ks)
                    .fetch(entropy.all())
                    .run()) {
                float[] values = new float[2 * HEADS];
                result.get(0).asRawTensor().data().asFloats().read(values);
                // the same attention twice
                assertThat(Arrays.copyOfRange(values, HEADS, 2 * HEADS)).isEqualTo(Arrays.copyOf(values, HEADS));
                return Arrays.copyOf(values, HEADS);
            }
        }
    }
}
