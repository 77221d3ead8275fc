package dev.renderfarm.modelexport.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.modelexport.architecture.KeptHeads;
import dev.renderfarm.modelexport.architecture.TransformerSizes;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TransformerCostTest {

    private static final TransformerSizes OFFICIAL =
            new TransformerSizes(16, 3840, 30, 2, 30, 2560, 1e-5, 256, 1000, List.of(32, 48, 48), true);
    private static final double TERA = 1e12;

    @Test
    void shouldCountThePublishedOperationsOfTheOfficialModel() {
        var cost = new TransformerCost(OFFICIAL);
        KeptHeads all = KeptHeads.all(OFFICIAL);
        assertThat(cost.operations(all, 4096, 128) / TERA).isCloseTo(56.58, within(0.02));
        assertThat(cost.operations(all, 1024, 128) / TERA).isCloseTo(13.69, within(0.02));
    }

    @Test
    void shouldSaveAHeadsShareOfMatricesAndScores() {
        // Given
        List<Integer> every = IntStream.range(0, 30).boxed().toList();
        List<List<Integer>> layers = IntStream.range(0, 30)
                .mapToObj(layer -> layer == 7 ? every.subList(0, 29) : every)
                .toList();
        var cost = new TransformerCost(OFFICIAL);
        // When: 4090 and 100 tokens are filled up to 4096 and 128
        long saved = cost.operations(KeptHeads.all(OFFICIAL), 4090, 100)
                - cost.operations(new KeptHeads(30, layers), 4090, 100);
        // Then
        long tokens = 4096 + 128;
        assertThat(saved).isEqualTo(2 * tokens * 4 * 3840 * 128 + 4 * tokens * tokens * 128);
    }
}
