package dev.renderfarm.modelexport.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomTensorsTest {

    private static final Map<String, List<Long>> SHAPES = Map.of("w.weight", List.of(100L, 123L));

    @Test
    void shouldGiveTheSameElementsHoweverTheyAreRead() {
        // Given
        RandomTensors tensors = new RandomTensors(SHAPES, 9);
        float[] whole = new float[12_300];
        tensors.read("w.weight", 0, whole, whole.length);
        // When
        float[] piece = new float[5000];
        tensors.read("w.weight", 4000, piece, piece.length);
        // Then
        assertThat(piece).isEqualTo(Arrays.copyOfRange(whole, 4000, 9000));
    }

    @Test
    void shouldNeverChangeWhatASeedGives() {
        float[] first = new float[2];
        new RandomTensors(SHAPES, 1).read("w.weight", 0, first, 2);
        assertThat(first).containsExactly(-0.024227565f, -0.10154564f);
    }

    @Test
    void shouldKeepTheSizeOfActivationsWhenAMatrixIsDrawn() {
        float[] whole = new float[12_300];
        new RandomTensors(SHAPES, 3).read("w.weight", 0, whole, whole.length);
        double meanSquare = IntStream.range(0, whole.length)
                .mapToDouble(i -> (double) whole[i] * whole[i])
                .average()
                .orElseThrow();
        assertThat(meanSquare).isCloseTo(1.0 / 123, within(5e-4));
    }
}
