package dev.renderfarm.modelexport.attention;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

class QueryChunksTest {

    private static final int HEADS = 30;

    /**
     * At the widths of the official transformer, with the longest caption of 512 tokens: 1024x1024, 2048x2048, and that
     * with guidance.
     */
    @ParameterizedTest
    @CsvSource({"1, 4608, 308", "1, 16896, 88", "2, 16896, 44"})
    void shouldKeepTheScoresWithinTheBudgetWhenThePictureIsLarge(int batch, int tokens, int queries) {
        // When
        int chunk = chunk(Attention.BUDGET, batch, tokens);
        // Then
        assertThat(chunk).isEqualTo(queries);
        assertThat((long) batch * HEADS * chunk * tokens * Attention.BYTES_PER_SCORE)
                .isLessThanOrEqualTo(Attention.BUDGET);
    }

    @Test
    void shouldTakeAllQueriesWhenTheyFit() {
        assertThat(chunk(Attention.BUDGET, 1, 288)).isEqualTo(288);
    }

    @Test
    void shouldTakeOneQueryWhenNotEvenThatFits() {
        assertThat(chunk(1000, 1, 288)).isEqualTo(1);
    }

    private static int chunk(long budget, int batch, int tokens) {
        try (Graph graph = new Graph();
                Session session = new Session(graph)) {
            Ops tf = Ops.create(graph);
            QueryChunks chunks = new QueryChunks(tf, budget, Attention.BYTES_PER_SCORE);
            try (Result result = session.runner()
                    .fetch(chunks.length(tf.constant(batch), tf.constant(tokens), tf.constant(tokens), HEADS))
                    .run()) {
                return ((TInt32) result.get(0)).getInt();
            }
        }
    }
}
