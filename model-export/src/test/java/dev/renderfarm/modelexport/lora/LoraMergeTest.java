package dev.renderfarm.modelexport.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.diffusion.safetensors.ElementType;
import dev.renderfarm.diffusion.safetensors.FakeTensors;
import dev.renderfarm.diffusion.safetensors.SafetensorsException;
import dev.renderfarm.diffusion.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoraMergeTest {

    private static final String LAYER = "layers.0.attention.to_out.0";

    @TempDir
    Path folder;

    private final FakeTensors base = new FakeTensors(Map.of())
            .put(LAYER + ".weight", new float[] {10, 20, 30, 40, 50, 60}, 2L, 3L)
            .put("layers.0.attention.to_q.weight", new float[] {1, 1, 1, 1}, 2L, 2L)
            .put("layers.0.attention.to_k.weight", new float[] {2, 2, 2, 2}, 2L, 2L)
            .put("layers.0.attention.to_v.weight", new float[] {3, 3, 3, 3}, 2L, 2L)
            .put("layers.0.attention_norm1.weight", new float[] {1, 1}, 2L);

    @ParameterizedTest
    @CsvSource({
        "transformer.layers.0.attention.to_out.0.lora_A.weight, transformer.layers.0.attention.to_out.0.lora_B.weight",
        "diffusion_model.layers.0.attention.out.lora_A.default.weight, "
                + "diffusion_model.layers.0.attention.out.lora_B.default.weight",
        "lora_unet_layers_0_attention_to_out_0.lora_down.weight, lora_unet_layers_0_attention_to_out_0.lora_up.weight",
        "base_model.model.layers.0.attention.to_out.lora.down.weight, "
                + "base_model.model.layers.0.attention.to_out.lora.up.weight"
    })
    void shouldAddTheProductWhateverTheTrainerCallsTheMatrices(String down, String up) throws IOException {
        // Given: rank 2, B·A = [[1, 2, 3], [8, 10, 12]]
        Path file = write(new FakeTensors(Map.of())
                .put(down, new float[] {1, 2, 3, 4, 5, 6}, 2L, 3L)
                .put(up, new float[] {1, 0, 0, 2}, 2L, 2L));
        // When
        try (LoraMerge merged = LoraMerge.open(base, file, 0.5f)) {
            // Then: without alpha the factor is the strength alone
            assertThat(read(merged, LAYER + ".weight", 0, 6)).containsExactly(10.5f, 21, 31.5f, 44, 55, 66);
            assertThat(read(merged, LAYER + ".weight", 2, 3)).containsExactly(31.5f, 44, 55);
            assertThat(read(merged, "layers.0.attention.to_q.weight", 0, 4)).containsOnly(1);
        }
    }

    @Test
    void shouldScaleByAlphaOverRankWhenThereIsAnAlpha() throws IOException {
        Path file = write(new FakeTensors(Map.of())
                .put(LAYER + ".lora_A.weight", new float[] {1, 2, 3, 4, 5, 6}, 2L, 3L)
                .put(LAYER + ".lora_B.weight", new float[] {1, 0, 0, 2}, 2L, 2L)
                .put(LAYER + ".alpha", new float[] {4}));
        try (LoraMerge merged = LoraMerge.open(base, file, 1)) {
            assertThat(read(merged, LAYER + ".weight", 0, 6)).containsExactly(12, 24, 36, 56, 70, 84);
        }
    }

    @Test
    void shouldGiveEachPartItsRowsWhenQueryKeyAndValueAreFused() throws IOException {
        Path file = write(new FakeTensors(Map.of())
                .put("layers.0.attention.qkv.lora_A.weight", new float[] {1, 10}, 1L, 2L)
                .put("layers.0.attention.qkv.lora_B.weight", new float[] {1, 2, 3, 4, 5, 6}, 6L, 1L));
        try (LoraMerge merged = LoraMerge.open(base, file, 1)) {
            assertThat(read(merged, "layers.0.attention.to_q.weight", 0, 4)).containsExactly(2, 11, 3, 21);
            assertThat(read(merged, "layers.0.attention.to_k.weight", 0, 4)).containsExactly(5, 32, 6, 42);
            assertThat(read(merged, "layers.0.attention.to_v.weight", 0, 4)).containsExactly(8, 53, 9, 63);
        }
    }

    @Test
    void shouldNameTheLayerWhenTheLoraDoesNotFit() throws IOException {
        assertFails(
                new FakeTensors(Map.of())
                        .put("layers.7.attention.to_q.lora_A.weight", new float[] {1, 1}, 1L, 2L)
                        .put("layers.7.attention.to_q.lora_B.weight", new float[] {1, 1}, 2L, 1L),
                "adapts the layer layers.7.attention.to_q, which the transformer does not have");
        assertFails(
                new FakeTensors(Map.of())
                        .put("layers.0.attention.to_q.lora_A.weight", new float[] {1, 1, 1}, 1L, 3L)
                        .put("layers.0.attention.to_q.lora_B.weight", new float[] {1, 1}, 2L, 1L),
                "with a matrix of [2, 3], the network has [2, 2]");
        assertFails(
                new FakeTensors(Map.of()).put("layers.0.attention.to_q.lora_A.weight", new float[] {1, 1}, 1L, 2L),
                "has only one of the two low-rank matrices");
        assertFails(
                new FakeTensors(Map.of()).put("layers.0.attention.to_q.lokr_w1", new float[] {1, 1}, 1L, 2L),
                "is of a LoKr, which is not supported");
    }

    @Test
    void shouldNameBothSpellingsWhenALayerIsAdaptedTwice() throws IOException {
        assertFails(
                new FakeTensors(Map.of())
                        .put("transformer.layers.0.attention.to_q.lora_A.weight", new float[] {1, 1}, 1L, 2L)
                        .put("transformer.layers.0.attention.to_q.lora_B.weight", new float[] {1, 1}, 2L, 1L)
                        .put("diffusion_model.layers.0.attention.to_q.lora_A.weight", new float[] {1, 1}, 1L, 2L)
                        .put("diffusion_model.layers.0.attention.to_q.lora_B.weight", new float[] {1, 1}, 2L, 1L),
                "tensors diffusion_model.layers.0.attention.to_q.lora_A.weight and"
                        + " transformer.layers.0.attention.to_q.lora_A.weight are two spellings");
        assertFails(
                new FakeTensors(Map.of())
                        .put("layers.0.attention.qkv.lora_A.weight", new float[] {1, 10}, 1L, 2L)
                        .put("layers.0.attention.qkv.lora_B.weight", new float[] {1, 2, 3, 4, 5, 6}, 6L, 1L)
                        .put("layers.0.attention.to_q.lora_A.weight", new float[] {1, 1}, 1L, 2L)
                        .put("layers.0.attention.to_q.lora_B.weight", new float[] {1, 1}, 2L, 1L),
                "adapts the tensor layers.0.attention.to_q.weight twice, as layers.0.attention.qkv and as"
                        + " layers.0.attention.to_q");
        assertFails(
                new FakeTensors(Map.of())
                        .put("layers.0.attention.to_out.lora_A.weight", new float[] {1, 1, 1}, 1L, 3L)
                        .put("layers.0.attention.to_out.lora_B.weight", new float[] {1, 1}, 2L, 1L)
                        .put("layers.0.attention.to_out.0.lora_A.weight", new float[] {1, 1, 1}, 1L, 3L)
                        .put("layers.0.attention.to_out.0.lora_B.weight", new float[] {1, 1}, 2L, 1L),
                "twice, as layers.0.attention.to_out and as layers.0.attention.to_out.0");
    }

    private void assertFails(FakeTensors lora, String problem) throws IOException {
        Path file = write(lora);
        assertThatThrownBy(() -> LoraMerge.open(base, file, 1).close())
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining(problem);
    }

    private Path write(FakeTensors lora) throws IOException {
        Path file = folder.resolve("lora.safetensors");
        SafetensorsWriter.write(file, lora, ElementType.F32);
        return file;
    }

    private static float[] read(LoraMerge merged, String name, long first, int length) {
        float[] values = new float[length];
        merged.read(name, first, values, length);
        return values;
    }
}
