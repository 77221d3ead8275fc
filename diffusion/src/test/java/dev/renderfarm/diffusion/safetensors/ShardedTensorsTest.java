package dev.renderfarm.diffusion.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardedTensorsTest {

    @TempDir
    Path folder;

    @Test
    void shouldReadEachTensorFromItsOwnFileWhenALayerLiesInTwo() throws IOException {
        // Given
        write("one.safetensors", Map.of("layers.0.w", new float[] {1, 2}));
        write("two.safetensors", Map.of("layers.0.b", new float[] {3}, "layers.1.w", new float[] {4, 5}));
        Path index = index("{\"layers.0.w\":\"one.safetensors\",\"layers.0.b\":\"two.safetensors\","
                + "\"layers.1.w\":\"two.safetensors\"}");
        // When
        try (ShardedTensors opened = ShardedTensors.open(index)) {
            // Then
            assertThat(opened.tensors()).containsOnlyKeys("layers.0.w", "layers.0.b", "layers.1.w");
            float[] values = new float[2];
            opened.read("layers.0.w", 0, values, 2);
            assertThat(values).containsExactly(1, 2);
            opened.read("layers.1.w", 0, values, 2);
            assertThat(values).containsExactly(4, 5);
            assertThat(opened.origin("layers.0.b")).endsWith("two.safetensors");
        }
    }

    @Test
    void shouldNameTensorAndFileWhenTheIndexPromisesTooMuch() throws IOException {
        write("one.safetensors", Map.of("a", new float[] {1}));
        Path index = index("{\"a\":\"one.safetensors\",\"b\":\"one.safetensors\"}");
        assertThatThrownBy(() -> ShardedTensors.open(index))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("tensor b is not in")
                .hasMessageContaining("one.safetensors");
    }

    @Test
    void shouldNameTensorAndFileWhenTheIndexLeavesATensorOut() throws IOException {
        write("one.safetensors", Map.of("a", new float[] {1}));
        write("two.safetensors", Map.of("b", new float[] {1}, "c", new float[] {2}));
        assertLeftOut("{\"a\":\"one.safetensors\",\"b\":\"two.safetensors\"}", "tensor c of ");
        write("two.safetensors", Map.of("a", new float[] {1}, "b", new float[] {2}));
        assertLeftOut("{\"a\":\"one.safetensors\",\"b\":\"two.safetensors\"}", "tensor a of ");
    }

    private void assertLeftOut(String weightMap, String problem) throws IOException {
        Path index = index(weightMap);
        assertThatThrownBy(() -> ShardedTensors.open(index))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageStartingWith(index.toString())
                .hasMessageContaining(problem + folder.resolve("two.safetensors") + " is not named");
    }

    @Test
    void shouldRejectTheIndexWhenAShardIsMissingOrOutsideTheFolder() throws IOException {
        assertThatThrownBy(() -> ShardedTensors.open(index("{\"a\":\"three.safetensors\"}")))
                .hasMessageContaining("three.safetensors");
        assertThatThrownBy(() -> ShardedTensors.open(index("{\"a\":\"../../etc/passwd\"}")))
                .hasMessageContaining("expected a file in the same folder");
        assertThatThrownBy(() -> ShardedTensors.open(index("[]"))).hasMessageContaining("no object weight_map");
    }

    @Test
    void shouldWriteWhatItReadsWhenCheckpointsAreMade() throws IOException {
        // Given
        Path made = folder.resolve("made.safetensors");
        Files.write(
                made,
                SafetensorsWriter.encode(
                        new TreeMap<>(),
                        List.of(
                                StoredTensor.of("b", new float[] {1, -2, 3.5f, 4, 5, 0}, 2, 3),
                                StoredTensor.of("a", new float[] {0.1f}, 1))));
        Path copy = folder.resolve("copy.safetensors");
        try (SafetensorsFile source = SafetensorsFile.open(made)) {
            // When
            SafetensorsWriter.write(copy, source, ElementType.F32);
            // Then
            try (SafetensorsFile written = SafetensorsFile.open(copy)) {
                assertThat(written.tensors().keySet())
                        .isEqualTo(source.tensors().keySet());
                for (TensorInfo tensor : source.tensors().values()) {
                    assertThat(all(written, tensor)).isEqualTo(all(source, tensor));
                    assertThat(written.tensor(tensor.name()).shape()).isEqualTo(tensor.shape());
                }
            }
        }
    }

    @Test
    void shouldRoundWhenItWritesBfloat16() throws IOException {
        // When
        Path file = folder.resolve("half.safetensors");
        SafetensorsWriter.write(
                file, new FakeTensors(Map.of("a", new float[] {0x1.01p0f, 0x1.03p0f})), ElementType.BF16);
        // Then
        try (SafetensorsFile written = SafetensorsFile.open(file)) {
            assertThat(all(written, written.tensor("a"))).containsExactly(1f, 0x1.04p0f);
        }
    }

    private static float[] all(TensorSource source, TensorInfo tensor) {
        float[] values = new float[Math.toIntExact(tensor.elements())];
        source.read(tensor.name(), 0, values, values.length);
        return values;
    }

    private void write(String file, Map<String, float[]> tensors) throws IOException {
        SafetensorsWriter.write(folder.resolve(file), new FakeTensors(tensors), ElementType.F32);
    }

    private Path index(String weightMap) throws IOException {
        return Files.writeString(
                folder.resolve("model.safetensors.index.json"), "{\"metadata\":{},\"weight_map\":" + weightMap + "}");
    }
}
