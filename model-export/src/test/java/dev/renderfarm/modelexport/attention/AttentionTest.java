package dev.renderfarm.modelexport.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.modelexport.graph.Layers;
import java.util.Random;
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

class AttentionTest {

    private static final int BATCH = 2;
    private static final int LENGTH = 11;
    private static final int HEADS = 3;
    private static final int WIDTH = 4;
    private static final long BYTES_PER_QUERY = 12L * BATCH * HEADS * LENGTH;

    private final float[] q = random(1);
    private final float[] k = random(2);
    private final float[] v = random(3);
    private final float[] bias = bias();

    @ParameterizedTest
    @ValueSource(longs = {1, BYTES_PER_QUERY, 3 * BYTES_PER_QUERY, 5 * BYTES_PER_QUERY + 1, 1L << 40})
    void shouldGiveTheSameWhenTheBudgetTakesOneQueryOrSomeOrAll(long budget) {
        // When
        float[] attended = attend(budget);
        // Then
        float[] expected = expected();
        for (int i = 0; i < expected.length; i++) {
            assertThat(attended[i]).isCloseTo(expected[i], within(1e-5f));
        }
    }

    @Test
    void shouldIgnoreMaskedKeysWhateverTheyHold() {
        // Given
        float[] before = attend(BYTES_PER_QUERY);
        for (int h = 0; h < HEADS; h++) {
            for (int d = 0; d < WIDTH; d++) {
                v[index(1, LENGTH - 1, h, d)] = 1e6f;
            }
        }
        // When
        float[] after = attend(BYTES_PER_QUERY);
        // Then: the last key of the second sample is masked
        assertThat(after).isEqualTo(before);
    }

    private float[] attend(long budget) {
        try (Graph graph = new Graph();
                Session session = new Session(graph);
                TFloat32 qs = tensor(q);
                TFloat32 ks = tensor(k);
                TFloat32 vs = tensor(v);
                TFloat32 biases = TFloat32.tensorOf(Shape.of(BATCH, 1, 1, LENGTH), DataBuffers.of(bias))) {
            Ops tf = Ops.create(graph);
            var layers = new Layers<>(tf, TFloat32.class);
            Operand<TFloat32> qIn = tf.placeholder(TFloat32.class);
            Operand<TFloat32> kIn = tf.placeholder(TFloat32.class);
            Operand<TFloat32> vIn = tf.placeholder(TFloat32.class);
            Operand<TFloat32> biasIn = tf.placeholder(TFloat32.class);
            Operand<TFloat32> out = new Attention<>(layers, budget).attend(qIn, kIn, vIn, biasIn, HEADS);
            try (Result result = session.runner()
                    .feed(qIn, qs)
                    .feed(kIn, ks)
                    .feed(vIn, vs)
                    .feed(biasIn, biases)
                    .fetch(out)
                    .run()) {
                float[] values = new float[(int) result.get(0).shape().size()];
                result.get(0).asRawTensor().data().asFloats().read(values);
                return values;
            }
        }
    }

    /** The definition, element by element. */
    private float[] expected() {
        float[] out = new float[q.length];
        for (int b = 0; b < BATCH; b++) {
            for (int h = 0; h < HEADS; h++) {
                for (int i = 0; i < LENGTH; i++) {
                    double[] weight = new double[LENGTH];
                    double sum = 0;
                    for (int j = 0; j < LENGTH; j++) {
                        double score = bias[b * LENGTH + j];
                        for (int d = 0; d < WIDTH; d++) {
                            score += q[index(b, i, h, d)] * k[index(b, j, h, d)];
                        }
                        weight[j] = Math.exp(score);
                        sum += weight[j];
                    }
                    for (int j = 0; j < LENGTH; j++) {
                        for (int d = 0; d < WIDTH; d++) {
                            out[index(b, i, h, d)] += (float) (weight[j] / sum * v[index(b, j, h, d)]);
                        }
                    }
                }
            }
        }
        return out;
    }

    private static int index(int b, int position, int h, int d) {
        return ((b * LENGTH + position) * HEADS + h) * WIDTH + d;
    }

    private static float[] random(long seed) {
        Random random = new Random(seed);
        float[] values = new float[BATCH * LENGTH * HEADS * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return values;
    }

    private static float[] bias() {
        float[] values = new float[BATCH * LENGTH];
        values[values.length - 1] = Attention.MASKED;
        return values;
    }

    private static TFloat32 tensor(float[] values) {
        return TFloat32.tensorOf(Shape.of(BATCH, LENGTH, HEADS, WIDTH), DataBuffers.of(values));
    }
}
