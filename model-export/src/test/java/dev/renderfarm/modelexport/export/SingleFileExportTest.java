package dev.renderfarm.modelexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.diffusion.safetensors.ElementType;
import dev.renderfarm.diffusion.safetensors.SafetensorsException;
import dev.renderfarm.diffusion.safetensors.SafetensorsFile;
import dev.renderfarm.diffusion.safetensors.SafetensorsWriter;
import dev.renderfarm.diffusion.safetensors.StoredTensor;
import dev.renderfarm.diffusion.safetensors.TensorInfo;
import dev.renderfarm.modelexport.checkpoint.CheckpointException;
import dev.renderfarm.modelexport.checkpoint.SingleFile;
import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A checkpoint in one file becomes the package that its folder in the diffusers layout becomes. */
class SingleFileExportTest {

    private static final Path SINGLE = GoldenTensors.path("sdxl/sdxl-single.safetensors");
    private static final String ENTRANCE = "model.diffusion_model.input_blocks.0.0.weight";

    @TempDir
    Path folder;

    @Test
    void shouldBecomeTheSamePackageAsTheFolderWhenItIsOneFile() throws IOException {
        // Given
        ModelPackage ofFolder = StableDiffusionGolden.export("sdxl", WeightType.F32, folder.resolve("folder"));
        // When
        ModelPackage ofFile = StableDiffusionGolden.export(
                "sdxl", WeightType.F32, folder.resolve("file"), (origin, sizes) -> WeightOrigin.ofFile(SINGLE, sizes));
        // Then
        assertThat(ofFile.manifest().digest()).isEqualTo(ofFolder.manifest().digest());
        assertThat(ofFile.manifest().edits()).isTrue();
        assertThat(new SingleFile(SINGLE).recognised()).isEqualTo("sdxl");
    }

    @Test
    void shouldTakeTheVaeOfAnotherFileInEitherLayout() throws IOException {
        // Given
        ModelPackage whole = StableDiffusionGolden.export("sdxl", WeightType.F32, folder.resolve("whole"));
        Path vae = StableDiffusionGolden.checkpoint("sdxl").resolve("vae");
        for (Path other : List.of(vae, vae.resolve("diffusion_pytorch_model.safetensors"), SINGLE)) {
            // When
            ModelPackage exported = StableDiffusionGolden.export(
                    "sdxl",
                    WeightType.F32,
                    folder.resolve("vae-" + other.getFileName()),
                    (origin, sizes) -> origin.withVae(other, sizes));
            // Then
            assertThat(exported.manifest().digest()).isEqualTo(whole.manifest().digest());
        }
    }

    @Test
    void shouldMergeTheSameLoraIntoAFileAndAFolder() throws IOException {
        // Given
        Path lora = GoldenTensors.path("sdxl/lora-kohya.safetensors");
        ModelPackage ofFolder = StableDiffusionGolden.export(
                "sdxl", WeightType.F32, folder.resolve("folder"), (origin, sizes) -> origin.with(lora, 0.8f, sizes));
        // When
        ModelPackage ofFile = StableDiffusionGolden.export(
                "sdxl", WeightType.F32, folder.resolve("file"), (origin, sizes) -> WeightOrigin.ofFile(SINGLE, sizes)
                        .with(lora, 0.8f, sizes));
        // Then
        assertThat(ofFile.manifest().digest()).isEqualTo(ofFolder.manifest().digest());
    }

    @ParameterizedTest
    @CsvSource({
        "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q, .lora_A.weight, .lora_B.weight",
        "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q, .lora.down.weight, .lora.up.weight",
        "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn1.processor.to_q, _lora.down.weight, _lora.up.weight",
        "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn1_to_q, .lora_down.weight, .lora_up.weight",
        "lora_unet_input_blocks_3_1_transformer_blocks_0_attn1_to_q, .lora_down.weight, .lora_up.weight"
    })
    void shouldFindALayerByWhateverNameATrainerGaveIt(String module, String down, String up) throws IOException {
        // Given
        Path lora = write(
                "lora.safetensors",
                StoredTensor.of(module + down, new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 8),
                StoredTensor.of(module + up, new float[] {1, 0, 0, 0, 0, 0, 0, 2}, 8, 1));
        String name = "down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q.weight";
        float[] plain = new float[64];
        float[] merged = new float[64];
        WeightOrigin origin = WeightOrigin.ofFolder(StableDiffusionGolden.checkpoint("sdxl"));
        // When
        try (var before = origin.open(Component.UNET, List.of());
                var after = origin.with(lora, 0.5f, StableDiffusionGolden.sizes("sdxl"))
                        .open(Component.UNET, List.of())) {
            before.read(name, 0, plain, 64);
            after.read(name, 0, merged, 64);
        }
        // Then
        assertThat(merged[0]).isEqualTo(plain[0] + 0.5f);
        assertThat(merged[8]).isEqualTo(plain[8]);
        assertThat(merged[63]).isEqualTo(plain[63] + 8f);
    }

    @ParameterizedTest
    @CsvSource({
        "lora_unet_x.dora_scale, a DoRA",
        "lora_unet_x.lokr_w1, a LoKr",
        "lora_unet_x.hada_w1_a, a LoHa",
        "lora_unet_x.lora_mid.weight, a LoRA in Tucker's form"
    })
    void shouldRefuseOtherAdaptationsByTheirName(String tensor, String kind) throws IOException {
        Path file = write("other.safetensors", StoredTensor.of(tensor, new float[] {1}, 1));
        WeightOrigin origin = WeightOrigin.ofFolder(StableDiffusionGolden.checkpoint("sdxl"))
                .with(file, 1, StableDiffusionGolden.sizes("sdxl"));
        assertThatThrownBy(() -> origin.open(Component.UNET, List.of()))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("tensor " + tensor + " is of " + kind + ", which is not supported");
    }

    @Test
    void shouldRefuseALoraThatAdaptsALayerThatIsNotThere() throws IOException {
        Path file = write(
                "stray.safetensors",
                StoredTensor.of("lora_unet_nowhere.lora_down.weight", new float[] {1}, 1, 1),
                StoredTensor.of("lora_unet_nowhere.lora_up.weight", new float[] {1}, 1, 1));
        WeightOrigin origin = WeightOrigin.ofFolder(StableDiffusionGolden.checkpoint("sdxl"))
                .with(file, 1, StableDiffusionGolden.sizes("sdxl"));
        assertThatThrownBy(() -> origin.open(Component.UNET, List.of()))
                .hasMessageContaining("adapts the layer lora_unet_nowhere, which the model does not have");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9 | conditioner.embedders.1.model.ln_final.weight | an inpainting model",
                "8 | cond_stage_model.transformer.text_model.x | an instruct-pix2pix model",
                "4 | conditioner.embedders.0.model.ln_final.weight | SDXL's refiner",
                "4 | cond_stage_model.model.ln_final.weight | Stable Diffusion 2",
                "4 | v_pred | v prediction with zero terminal SNR",
                "4 | ztsnr | v prediction with zero terminal SNR",
                "4 | something.else | without a text encoder that is known"
            })
    void shouldRefuseByNameWhatItCannotExport(int channels, String mark, String kind) throws IOException {
        // Given
        Path file = write(
                "checkpoint.safetensors",
                StoredTensor.of(ENTRANCE, new float[8 * channels * 9], 8, channels, 3, 3),
                StoredTensor.of(mark, new float[] {1}, 1));
        // Then
        assertThatThrownBy(() -> new SingleFile(file).recognised())
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(kind);
    }

    @Test
    void shouldSayWhatItIsNotWhenItsVocabularyIsNoMatrix() throws IOException {
        Path file = write(
                "flat.safetensors",
                StoredTensor.of(ENTRANCE, new float[8 * 4 * 9], 8, 4, 3, 3),
                StoredTensor.of(
                        "cond_stage_model.transformer.text_model.embeddings.token_embedding.weight",
                        new float[768],
                        768));
        assertThatThrownBy(() -> new SingleFile(file).recognised())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("captions are not 768 wide");
    }

    @Test
    void shouldNameTheTensorWhenItHoldsMoreThanTheThreeThatAreExpected() throws IOException {
        // Given
        String fused = "conditioner.embedders.1.model.transformer.resblocks.0.attn.in_proj_weight";
        List<StoredTensor> tensors = tensors(name -> name.equals(fused) ? 1 : 0);
        Path file = write("surplus.safetensors", tensors.toArray(StoredTensor[]::new));
        // Then
        assertThatThrownBy(() -> StableDiffusionGolden.export(
                        "sdxl",
                        WeightType.F32,
                        folder.resolve("surplus"),
                        (origin, sizes) -> WeightOrigin.ofFile(file, sizes)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("tensor " + fused + " has the shape [");
    }

    @Test
    void shouldSayWhichTensorIsUnknownWhenAUNetHasMoreThanItsConfiguration() throws IOException {
        // Given
        List<StoredTensor> tensors = tensors(name -> 0);
        tensors.add(StoredTensor.of("model.diffusion_model.more.weight", new float[] {1}, 1));
        Path file = write("more.safetensors", tensors.toArray(StoredTensor[]::new));
        // Then
        assertThatThrownBy(() -> StableDiffusionGolden.export(
                        "sdxl",
                        WeightType.F32,
                        folder.resolve("more"),
                        (origin, sizes) -> WeightOrigin.ofFile(file, sizes)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("tensor model.diffusion_model.more.weight is unknown");
    }

    /** Those of the single file, some with rows more of zeros. */
    private static List<StoredTensor> tensors(ToIntFunction<String> moreRows) throws IOException {
        List<StoredTensor> tensors = new ArrayList<>();
        try (SafetensorsFile single = SafetensorsFile.open(SINGLE)) {
            for (TensorInfo tensor : single.tensors().values()) {
                if (tensor.type() == ElementType.F32) {
                    float[] values = new float[Math.toIntExact(tensor.elements())];
                    single.read(tensor.name(), 0, values, values.length);
                    long[] shape =
                            tensor.shape().stream().mapToLong(Long::longValue).toArray();
                    int more = moreRows.applyAsInt(tensor.name());
                    if (more > 0) {
                        int row = Math.toIntExact(values.length / shape[0]);
                        shape[0] += more;
                        values = Arrays.copyOf(values, values.length + more * row);
                    }
                    tensors.add(StoredTensor.of(tensor.name(), values, shape));
                }
            }
        }
        return tensors;
    }

    private Path write(String name, StoredTensor... tensors) throws IOException {
        return Files.write(folder.resolve(name), SafetensorsWriter.encode(new TreeMap<>(), List.of(tensors)));
    }
}
