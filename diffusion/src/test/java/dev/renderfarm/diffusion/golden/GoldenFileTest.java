package dev.renderfarm.diffusion.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.safetensors.ElementType;
import dev.renderfarm.diffusion.safetensors.SafetensorsFile;
import dev.renderfarm.diffusion.safetensors.SafetensorsWriter;
import dev.renderfarm.diffusion.safetensors.StoredTensor;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.tensorflow.TinyPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model has 4 channels, pictures in multiples of 16 up to 64x64, and prompts of at most 64 tokens. */
class GoldenFileTest {

    private static final Map<String, String> METADATA = Map.of("token_ids", "7 8 9", "seed", "42", "steps", "2");

    private final GoldenFile file = new GoldenFile(TinyPackage.MANIFEST);

    @TempDir
    Path folder;

    @Test
    void shouldGiveBackWhatWasWrittenWhenItIsRead() throws IOException {
        // Given
        LatentShape shape = new LatentShape(2, 4, 4);
        GoldenRequest request = new GoldenRequest("ein Becher \u2615", List.of(3, 1), -1L, 4, shape);
        byte[] picture = new byte[16 * 32 * 3];
        picture[5] = (byte) 200;
        GoldenRecord record = new GoldenRecord(
                "a test", request, counting(32, 0), counting(6, 100), counting(32, 200), counting(32, 300), picture);
        Path path = Files.write(folder.resolve("record"), file.encode(record));
        // When
        GoldenRecord read = file.read(path);
        // Then
        assertThat(read).usingRecursiveComparison().isEqualTo(record);
        try (SafetensorsFile stored = SafetensorsFile.open(path)) {
            float[] second = new float[1];
            stored.read("latents", 1, second, 1);
            assertThat(second[0]).as("channels first").isEqualTo(304);
        }
    }

    @Test
    void shouldGiveBackAnEditWhenTheRecordHasOne() throws IOException {
        // Given
        LatentShape shape = new LatentShape(2, 2, 4);
        GoldenRecord record = new GoldenRecord(
                "a test",
                new GoldenRequest(null, List.of(1), 1, 4, shape),
                counting(16, 0),
                counting(3, 100),
                new float[0],
                counting(16, 200),
                counting(16, 300),
                new byte[16 * 16 * 3],
                new GoldenEdit(counting(16, 400), counting(16, 500)));
        // When
        GoldenRecord read = file.read(Files.write(folder.resolve("record"), file.encode(record)));
        // Then
        assertThat(read).usingRecursiveComparison().isEqualTo(record);
    }

    @Test
    void shouldNameTheTensorWhenHalfOfAnEditIsMissing() throws IOException {
        List<StoredTensor> tensors = new ArrayList<>(tensors());
        tensors.add(StoredTensor.of("encoded", new float[16], 1, 4, 2, 2));
        assertRefused(METADATA, tensors, "tensor edited is missing");
    }

    @Test
    void shouldTakeARecordWhenItHasWhatIsNeededAndNoMore() throws IOException {
        // When
        GoldenRecord read = file.read(write(METADATA, tensors()));
        // Then
        assertThat(read.madeBy()).isEqualTo("unknown");
        assertThat(read.request())
                .isEqualTo(new GoldenRequest(null, List.of(7, 8, 9), 42, 2, new LatentShape(2, 2, 4)));
    }

    @Test
    void shouldNameTheTensorWhenARecordDoesNotFitThePackage() throws IOException {
        assertRefused(
                METADATA, replaced(0, StoredTensor.of("noise", new float[12], 1, 3, 2, 2)), "noise is [1, 3, 2, 2]");
        assertRefused(
                METADATA, replaced(0, StoredTensor.of("noise", new float[12], 1, 4, 1, 3)), "noise is [1, 4, 1, 3]");
        assertRefused(METADATA, replaced(0, StoredTensor.of("noise", new float[400], 1, 4, 10, 10)), "no larger than");
        assertRefused(METADATA, replaced(1, StoredTensor.of("caption", new float[4], 2, 2)), "caption is [2, 2]");
        assertRefused(
                METADATA, replaced(3, StoredTensor.of("latents", new float[8], 1, 4, 2, 1)), "latents is [1, 4, 2, 1]");
        assertRefused(METADATA, replaced(4, StoredTensor.of("image", new float[768], 16, 16, 3)), "image is F32");
        assertRefused(METADATA, tensors().subList(0, 4), "tensor image is missing");
    }

    @Test
    void shouldTakeNoLessThanF32WhenTheNumbersAreComparedMoreExactly() throws IOException {
        // Given
        GoldenFile ofHalf = new GoldenFile(bf16());
        // Then
        assertRefused(METADATA, replaced(0, half(0)), "noise is BF16, expected F32");
        for (int i : new int[] {1, 2, 3}) {
            List<StoredTensor> tensors = replaced(i, half(i));
            assertRefused(METADATA, tensors, tensors.get(i).name() + " is BF16, expected F32");
            assertThat(ofHalf.read(write(METADATA, tensors)).request().steps()).isEqualTo(2);
        }
        Path noise = write(METADATA, replaced(0, half(0)));
        assertThatThrownBy(() -> ofHalf.read(noise))
                .isInstanceOf(GoldenException.class)
                .hasMessageContaining("noise is BF16, expected F32");
    }

    @Test
    void shouldNameTheFieldWhenTheMetadataIsWrong() throws IOException {
        for (String key : METADATA.keySet()) {
            Map<String, String> less = new TreeMap<>(METADATA);
            less.remove(key);
            assertRefused(less, tensors(), "the metadata lacks " + key);
        }
        assertRefused(changed("token_ids", "one two three"), tensors(), "\"one\"");
        assertRefused(changed("token_ids", "1 ".repeat(65)), tensors(), "65 token_ids, the model takes 64");
        assertRefused(changed("steps", "0"), tensors(), "steps must be at least 1: 0");
        assertRefused(changed("steps", "51"), tensors(), "51 steps, the model takes 50");
    }

    private void assertRefused(Map<String, String> metadata, List<StoredTensor> tensors, String problem)
            throws IOException {
        Path path = write(metadata, tensors);
        assertThatThrownBy(() -> file.read(path))
                .isInstanceOf(GoldenException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining(problem);
    }

    private Path write(Map<String, String> metadata, List<StoredTensor> tensors) throws IOException {
        return Files.write(folder.resolve("record"), SafetensorsWriter.encode(new TreeMap<>(metadata), tensors));
    }

    private static Map<String, String> changed(String key, String value) {
        Map<String, String> metadata = new TreeMap<>(METADATA);
        metadata.put(key, value);
        return metadata;
    }

    private static List<StoredTensor> replaced(int index, StoredTensor tensor) {
        List<StoredTensor> tensors = new ArrayList<>(tensors());
        tensors.set(index, tensor);
        return tensors;
    }

    private static List<StoredTensor> tensors() {
        return List.of(
                StoredTensor.of("noise", new float[16], 1, 4, 2, 2),
                StoredTensor.of("caption", new float[6], 3, 2),
                StoredTensor.of("velocity", new float[16], 1, 4, 2, 2),
                StoredTensor.of("latents", new float[16], 1, 4, 2, 2),
                StoredTensor.of("image", new byte[768], 16, 16, 3));
    }

    private static StoredTensor half(int index) {
        StoredTensor whole = tensors().get(index);
        return new StoredTensor(whole.name(), ElementType.BF16, whole.shape(), new byte[whole.values().length / 2]);
    }

    private static ModelManifest bf16() {
        ModelManifest f32 = TinyPackage.MANIFEST;
        return new ModelManifest(
                f32.schemaVersion(),
                f32.name(),
                f32.version(),
                f32.digest(),
                f32.family(),
                "bf16",
                f32.tokenizer(),
                f32.latent(),
                f32.size(),
                f32.scheduler(),
                f32.defaults(),
                f32.files());
    }

    private static float[] counting(int count, float first) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = first + i;
        }
        return values;
    }
}
