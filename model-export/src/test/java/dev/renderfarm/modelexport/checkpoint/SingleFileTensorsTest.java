package dev.renderfarm.modelexport.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.diffusion.safetensors.FakeTensors;
import dev.renderfarm.diffusion.safetensors.TensorSource;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SingleFileTensorsTest {

    @Test
    void shouldGiveTheNamesOfTheDiffusersLayoutWhenTheFileHasOthers() throws IOException {
        // Given
        String prefix = "model.diffusion_model.";
        FakeTensors file = new FakeTensors(Map.of())
                .put(prefix + "x_embedder.weight", new float[] {1}, 1L, 1L)
                .put(prefix + "final_layer.adaLN_modulation.1.bias", new float[] {2}, 1L)
                .put(
                        prefix + "layers.0.attention.qkv.weight",
                        new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
                        6L,
                        2L)
                .put(prefix + "layers.0.attention.out.weight", new float[] {3}, 1L, 1L)
                .put(prefix + "layers.0.attention.q_norm.weight", new float[] {4}, 1L)
                .put(prefix + "layers.0.attention.k_norm.weight", new float[] {5}, 1L)
                .put(prefix + "layers.0.feed_forward.w1.weight", new float[] {6}, 1L, 1L)
                .put(prefix + "norm_final.weight", new float[] {7}, 1L);
        // When
        try (TensorSource renamed = SingleFileTensors.renamed(file)) {
            // Then
            assertThat(renamed.tensors())
                    .containsOnlyKeys(
                            "all_x_embedder.2-1.weight",
                            "all_final_layer.2-1.adaLN_modulation.1.bias",
                            "layers.0.attention.to_q.weight",
                            "layers.0.attention.to_k.weight",
                            "layers.0.attention.to_v.weight",
                            "layers.0.attention.to_out.0.weight",
                            "layers.0.attention.norm_q.weight",
                            "layers.0.attention.norm_k.weight",
                            "layers.0.feed_forward.w1.weight");
            assertThat(renamed.tensor("layers.0.attention.to_k.weight").shape()).containsExactly(2L, 2L);
            float[] row = new float[2];
            renamed.read("layers.0.attention.to_v.weight", 2, row, 2);
            assertThat(row).containsExactly(11, 12);
            assertThatThrownBy(() -> renamed.read("layers.0.attention.to_q.weight", 3, row, 2))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void shouldNameBothWhenTwoTensorsAreTheSame() {
        FakeTensors fusedAndSplit = new FakeTensors(Map.of())
                .put("layers.0.attention.qkv.weight", new float[] {1, 2, 3}, 3L, 1L)
                .put("layers.0.attention.to_k.weight", new float[] {4}, 1L, 1L);
        assertThatThrownBy(() -> SingleFileTensors.renamed(fusedAndSplit))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        "tensors layers.0.attention.qkv.weight and layers.0.attention.to_k.weight are both"
                                + " layers.0.attention.to_k.weight");
    }

    @Test
    void shouldLeaveTheNamesWhenTheyAreThoseOfTheDiffusersLayout() {
        FakeTensors file = new FakeTensors(Map.of("layers.0.attention.to_q.weight", new float[] {1}));
        assertThat(SingleFileTensors.renamed(file)).isSameAs(file);
    }
}
