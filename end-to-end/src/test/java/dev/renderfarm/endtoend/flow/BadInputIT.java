package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.LineError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A mistake in a batch's input is answered with its line, its field and its mend, and nothing is rendered. */
class BadInputIT {

    record Mistake(
            String name,
            String csv,
            @Nullable Integer line,
            @Nullable String field,
            String mend) {
        @Override
        public String toString() {
            return name;
        }
    }

    @AutoClose
    private static FlowFarm farm;

    @BeforeAll
    static void startFarm() throws Exception {
        farm = FlowFarm.start(TestModel.TINY, 1);
    }

    static Mistake[] mistakes() {
        return new Mistake[] {
            new Mistake("bad line", "sku,prompt\nA,a mug\nB,a mug,too many\n", 3, null, "the header has 2"),
            new Mistake("empty file", "", null, null, "empty"),
            new Mistake("unknown column", "sku,prompt,sise\nA,a mug,256x256\n", 1, "sise", "did you mean"),
            new Mistake(
                    "duplicate id", "sku,prompt\nA,a mug\nB,a vase\nA,a bowl\n", 4, "sku", "stands in line 2 already"),
            new Mistake("wrong size", "sku,prompt,size\nA,a mug,250x256\n", 2, "size", "multiples of 16"),
            new Mistake("empty prompt", "sku,prompt\nA,\n", 2, "prompt", "say what the picture shows"),
        };
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void shouldNameLineFieldAndMendAndRenderNothing(Mistake mistake) throws Exception {
        // When
        Batch submitted = farm.client().submit("products.csv", mistake.csv().getBytes(StandardCharsets.UTF_8));
        Batch ended = farm.client().awaitEnd(submitted.id(), Duration.ofSeconds(30));
        // Then
        assertThat(ended.status()).isEqualTo(BatchStatus.FAILED);
        assertThat(ended.requestCounts().completed()).isZero();
        LineError error =
                Objects.requireNonNull(ended.errors(), "no errors").data().get(0);
        assertThat(error.line()).isEqualTo(mistake.line());
        assertThat(error.field()).isEqualTo(mistake.field());
        assertThat(error.message()).contains(mistake.mend());
        assertThat(farm.bucket().images(ended.id())).isEmpty();
    }
}
