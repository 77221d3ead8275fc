package dev.renderfarm.modelexport.pruning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeadRankingTest {

    @Test
    void shouldDropTheHeadsOfLargestEntropyWhicheverLayersTheyAreIn() {
        // Given
        var entropies = List.of(List.of(0.9, 0.2, 0.8), List.of(0.1, 0.7, 0.3), List.of(0.95, 0.4, 0.5));
        // When
        var heads = HeadRanking.keep(entropies, new HeadFraction(0.45));
        // Then
        assertThat(heads.ofLayers()).containsExactly(List.of(1), List.of(0, 2), List.of(1, 2));
        assertThat(heads.dropped()).isEqualTo(4);
    }

    @Test
    void shouldKeepTheLastHeadOfALayerAndDropTheNextOneElsewhere() {
        // Given: the three largest are one layer's
        var entropies = List.of(List.of(0.9, 0.2, 0.8), List.of(0.1, 0.7, 0.3), List.of(0.99, 0.98, 0.97));
        // When
        var three = HeadRanking.keep(entropies, new HeadFraction(0.34));
        var allThatCanGo = HeadRanking.keep(entropies, new HeadFraction(0.9));
        // Then
        assertThat(three.ofLayers()).containsExactly(List.of(1, 2), List.of(0, 1, 2), List.of(2));
        assertThat(allThatCanGo.ofLayers()).containsExactly(List.of(1), List.of(0), List.of(2));
    }

    @Test
    void shouldDropTheFirstOfHeadsThatAreEqual() {
        var same = List.of(List.of(0.5, 0.5), List.of(0.5, 0.5));
        assertThat(HeadRanking.keep(same, new HeadFraction(0.25)).ofLayers())
                .containsExactly(List.of(1), List.of(0, 1));
    }
}
