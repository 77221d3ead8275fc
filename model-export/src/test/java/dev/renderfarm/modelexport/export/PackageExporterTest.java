package dev.renderfarm.modelexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.safetensors.SafetensorsException;
import dev.renderfarm.modelexport.checkpoint.CheckpointConfiguration;
import dev.renderfarm.modelexport.checkpoint.CheckpointException;
import dev.renderfarm.modelexport.checkpoint.FolderFiles;
import dev.renderfarm.modelexport.checkpoint.RandomTensors;
import dev.renderfarm.modelexport.checkpoint.ShippedFiles;
import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageExporterTest {

    @TempDir
    Path folder;

    @Test
    void shouldWriteTheSameBytesWhenTheSameModelIsExportedTwice() throws IOException {
        // When
        ModelManifest first = exportTiny(WeightType.F32, 1, folder.resolve("first"));
        ModelManifest second = exportTiny(WeightType.F32, 1, folder.resolve("second"));
        // Then
        assertThat(second).isEqualTo(first);
        assertThat(second.family()).isEqualTo("z-image");
        assertThat(folder.resolve("second/model.json")).hasSameBinaryContentAs(folder.resolve("first/model.json"));
        assertThat(ModelPackage.open(folder.resolve("second")).verify()).isEmpty();
    }

    @Test
    void shouldHaveAnotherDigestWhenWeightsOrTypeDiffer() throws IOException {
        String digest = exportTiny(WeightType.F32, 1, folder.resolve("a")).digest();
        assertThat(exportTiny(WeightType.F32, 2, folder.resolve("b")).digest()).isNotEqualTo(digest);
        assertThat(exportTiny(WeightType.BF16, 1, folder.resolve("c")).digest()).isNotEqualTo(digest);
    }

    @Test
    void shouldBeThePackageThatItWasWhenTheEncoderIsLeftOut() throws IOException {
        // When
        ModelManifest whole = exportTiny(WeightType.F32, 1, folder.resolve("whole"));
        ModelManifest without = exportTiny(EncoderExport.NEVER, folder.resolve("without"));
        // Then
        assertThat(whole.edits()).isTrue();
        assertThat(without.edits()).isFalse();
        Map<String, String> files = new TreeMap<>(whole.files());
        assertThat(files.keySet().removeIf(path -> path.startsWith("vae_encoder/")))
                .isTrue();
        assertThat(without.files()).isEqualTo(files);
        assertThat(folder.resolve("without/vae_encoder")).doesNotExist();
    }

    @Test
    void shouldRefuseWhenAnEncoderIsWantedThatTheCheckpointHasNot() throws IOException {
        // Given
        CheckpointConfiguration configuration = CheckpointConfiguration.read(new ShippedFiles("tiny"));
        WeightOrigin random = WeightOrigin.random(1);
        WeightOrigin decoderOnly = (component, parameters) -> component == Component.VAE_ENCODER
                ? new RandomTensors(Map.of("decoder.conv_in.bias", List.of(8L)), 1)
                : random.open(component, parameters);
        PackageExporter demanding = new PackageExporter(WeightType.F32, EncoderExport.ALWAYS, Progress.NONE);
        PackageExporter content = new PackageExporter(WeightType.F32, Progress.NONE);
        Path target = folder.resolve("out");
        // Then
        assertThatThrownBy(() -> demanding.export(configuration, configuration.settings(), decoderOnly, target))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("has no tensors encoder.*")
                .hasMessageContaining("export without --encoder");
        assertThat(content.export(configuration, configuration.settings(), decoderOnly, target)
                        .edits())
                .isFalse();
    }

    @Test
    void shouldReplaceThePackageWhenOneIsThereAlready() throws IOException {
        // Given
        exportTiny(WeightType.F32, 1, folder.resolve("tiny"));
        // When
        ModelManifest second = exportTiny(WeightType.F32, 2, folder.resolve("tiny"));
        // Then
        assertThat(ModelPackage.open(folder.resolve("tiny")).manifest()).isEqualTo(second);
        assertThat(names(folder)).containsExactly("tiny");
    }

    @Test
    void shouldLeaveNothingWhenTheExportBreaksOff() throws IOException {
        // Given
        CheckpointConfiguration configuration = CheckpointConfiguration.read(new ShippedFiles("tiny"));
        Progress breaksOff = (component, written, total) -> {
            if (component.equals(ModelManifest.VAE_DECODER)) {
                throw new IllegalStateException("the power went out");
            }
        };
        // When
        assertThatThrownBy(() -> new PackageExporter(WeightType.F32, breaksOff)
                        .export(configuration, configuration.settings(), WeightOrigin.random(1), folder.resolve("x")))
                .hasMessage("the power went out");
        // Then
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void shouldRemoveWhatAKilledExportLeftWhenTheNextOneStarts() throws IOException {
        // Given
        Path leftover = folder.resolve(".tiny.partial-2147483646");
        Files.createDirectories(leftover.resolve("transformer"));
        Files.writeString(leftover.resolve("transformer/saved_model.pb"), "half");
        Path ofAnotherTarget = Files.createDirectory(folder.resolve(".tinytoo.partial-2147483646"));
        // When
        exportTiny(WeightType.F32, 1, folder.resolve("tiny"));
        // Then
        assertThat(leftover).doesNotExist();
        assertThat(ofAnotherTarget).exists();
    }

    @Test
    void shouldNameTheTensorWhenTheWeightsDoNotFitTheConfiguration() throws IOException {
        Path checkpoint = GoldenPackage.layOut(folder.resolve("checkpoint"));
        edit(checkpoint.resolve("transformer/config.json"), "\"n_layers\": 3", "\"n_layers\": 4");
        assertFails(checkpoint, "tensor layers.3.adaLN_modulation.0.weight is missing, expected shape [192, 48]");
        edit(checkpoint.resolve("transformer/config.json"), "\"n_layers\": 4", "\"n_layers\": 2");
        assertFails(checkpoint, "tensor layers.2.adaLN_modulation.0.bias is unknown");
        edit(checkpoint.resolve("transformer/config.json"), "\"n_layers\": 2", "\"n_layers\": 3");
        edit(checkpoint.resolve("text_encoder/config.json"), "\"intermediate_size\": 96", "\"intermediate_size\": 80");
        assertFails(checkpoint, "gate_proj.weight has shape [96, 32], expected [80, 32]");
        assertThat(names(folder)).containsExactly("checkpoint");
    }

    @Test
    void shouldNameTheFileWhenWeightsAreMissingOrCutOff() throws IOException {
        Path checkpoint = GoldenPackage.layOut(folder.resolve("checkpoint"));
        Path weights = checkpoint.resolve("vae/diffusion_pytorch_model.safetensors");
        try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
            file.setLength(file.length() - 100);
        }
        assertThatThrownBy(() -> GoldenPackage.export(checkpoint, WeightType.F32, folder.resolve("out")))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("vae/diffusion_pytorch_model.safetensors")
                .hasMessageContaining("cut off");
        Files.delete(weights);
        assertFails(checkpoint, "vae: no weights");
        assertThat(names(folder)).containsExactly("checkpoint");
    }

    @Test
    void shouldWriteNothingWhenTheLastNetworkOrTheLoraDoesNotFit() throws IOException {
        // Given
        Path checkpoint = GoldenPackage.layOut(folder.resolve("checkpoint"));
        CheckpointConfiguration configuration = CheckpointConfiguration.read(new FolderFiles(checkpoint));
        List<String> heard = new ArrayList<>();
        PackageExporter exporter = new PackageExporter(WeightType.F32, new Progress() {
            @Override
            public void opened(String component, int needed, int found) {
                heard.add(component);
            }

            @Override
            public void written(String component, long writtenBytes, long totalBytes) {
                heard.add(component);
            }
        });
        WeightOrigin whole = WeightOrigin.ofFolder(checkpoint);
        Path vae = checkpoint.resolve("vae/diffusion_pytorch_model.safetensors");
        Path target = folder.resolve("models/out");
        // When
        assertThatThrownBy(() -> exporter.export(configuration, configuration.settings(), whole.with(vae, 1), target))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("is none of a LoRA");
        Files.copy(checkpoint.resolve("text_encoder/model.safetensors"), vae, StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> exporter.export(configuration, configuration.settings(), whole, target))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(vae.toString());
        // Then
        assertThat(heard).isEmpty();
        assertThat(names(folder)).containsExactly("checkpoint");
    }

    private void assertFails(Path checkpoint, String problem) {
        assertThatThrownBy(() -> GoldenPackage.export(checkpoint, WeightType.F32, folder.resolve("out")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(problem);
    }

    private static void edit(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static ModelManifest exportTiny(EncoderExport encoder, Path target) throws IOException {
        CheckpointConfiguration configuration = CheckpointConfiguration.read(new ShippedFiles("tiny"));
        return new PackageExporter(WeightType.F32, encoder, Progress.NONE)
                .export(configuration, configuration.settings(), WeightOrigin.random(1), target);
    }

    private static ModelManifest exportTiny(WeightType type, long seed, Path target) throws IOException {
        CheckpointConfiguration configuration = CheckpointConfiguration.read(new ShippedFiles("tiny"));
        return new PackageExporter(type, Progress.NONE)
                .export(configuration, configuration.settings(), WeightOrigin.random(seed), target);
    }
}
