package dev.renderfarm.modelexport.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.diffusion.safetensors.FakeTensors;
import dev.renderfarm.modelexport.architecture.KeptHeads;
import dev.renderfarm.modelexport.architecture.TransformerSizes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Four heads of width 6; layer 0 keeps 0, 2 and 3, layer 1 all of them. */
class SlicedHeadsTest {

    private static final int DIM = 24;
    private static final int HEAD = 6;
    private static final TransformerSizes SIZES =
            new TransformerSizes(4, DIM, 2, 1, 4, 8, 1e-5, 256, 1000, List.of(2, 2, 2), true);
    private static final KeptHeads HEADS = new KeptHeads(4, List.of(List.of(0, 2, 3), List.of(0, 1, 2, 3)));
    private static final long KEPT = 3 * HEAD;

    private final FakeTensors whole = new FakeTensors(Map.of());
    private final SlicedHeads sliced;

    SlicedHeadsTest() {
        for (String name : List.of(
                "layers.0.attention.to_q.weight",
                "layers.0.attention.to_out.0.weight",
                "layers.1.attention.to_k.weight",
                "noise_refiner.0.attention.to_q.weight",
                "layers.0.feed_forward.w1.weight")) {
            whole.put(name, numbers(), (long) DIM, (long) DIM);
        }
        sliced = new SlicedHeads(whole, SIZES, HEADS);
    }

    @Test
    void shouldLeaveOutTheRowsOfADroppedHeadsQuery() {
        assertThat(sliced.tensor("layers.0.attention.to_q.weight").shape()).containsExactly(KEPT, (long) DIM);
        assertThat(all("layers.0.attention.to_q.weight")).isEqualTo(expected(true));
    }

    @Test
    void shouldLeaveOutTheColumnsOfADroppedHeadsOutput() {
        assertThat(sliced.tensor("layers.0.attention.to_out.0.weight").shape()).containsExactly((long) DIM, KEPT);
        assertThat(all("layers.0.attention.to_out.0.weight")).isEqualTo(expected(false));
    }

    @Test
    void shouldGiveTheSameWhereverAReadBeginsAndEnds() {
        for (String name : List.of("layers.0.attention.to_q.weight", "layers.0.attention.to_out.0.weight")) {
            float[] expected = all(name);
            for (int first = 0; first < expected.length; first += 5) {
                for (int length : new int[] {1, 4, 13, 40}) {
                    int count = Math.min(length, expected.length - first);
                    float[] read = new float[count];
                    sliced.read(name, first, read, count);
                    for (int i = 0; i < count; i++) {
                        assertThat(read[i]).isEqualTo(expected[first + i]);
                    }
                }
            }
        }
    }

    @Test
    void shouldLeaveEverythingElseAsItIs() {
        for (String name : List.of(
                "layers.1.attention.to_k.weight",
                "noise_refiner.0.attention.to_q.weight",
                "layers.0.feed_forward.w1.weight")) {
            assertThat(sliced.tensor(name).shape()).containsExactly((long) DIM, (long) DIM);
            assertThat(all(name)).isEqualTo(numbers());
        }
    }

    @Test
    void shouldRefuseToReadBeyondTheEnd() {
        assertThatThrownBy(() -> sliced.read("layers.0.attention.to_q.weight", KEPT * DIM - 1, new float[2], 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private float[] all(String name) {
        float[] values = new float[(int) sliced.tensor(name).elements()];
        sliced.read(name, 0, values, values.length);
        return values;
    }

    private static float[] expected(boolean rows) {
        float[] expected = new float[(int) KEPT * DIM];
        int next = 0;
        for (int row = 0; row < DIM; row++) {
            for (int column = 0; column < DIM; column++) {
                if ((rows ? row : column) / HEAD != 1) {
                    expected[next++] = row * DIM + column;
                }
            }
        }
        return expected;
    }

    private static float[] numbers() {
        float[] numbers = new float[DIM * DIM];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        return numbers;
    }
}
