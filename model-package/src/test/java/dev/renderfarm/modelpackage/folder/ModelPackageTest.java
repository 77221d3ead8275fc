package dev.renderfarm.modelpackage.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.model.ChatTemplate;
import dev.renderfarm.common.model.FlowMatch;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.modelpackage.folder.DamagedFile.Damage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPackageTest {

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    @BeforeEach
    void writePackage() throws IOException {
        for (String model : new String[] {"text_encoder", "transformer", "vae_decoder"}) {
            Files.createDirectories(folder.resolve(model).resolve("variables"));
            Files.writeString(folder.resolve(model).resolve("saved_model.pb"), "graph of " + model);
            Files.writeString(folder.resolve(model).resolve("variables/variables.index"), "weights of " + model);
        }
        try (InputStream in = getClass().getResourceAsStream("/byte-level-tokenizer.json")) {
            Files.copy(Objects.requireNonNull(in), folder.resolve("tokenizer.json"));
        }
        write(manifest(FileDigest.ofFolder(folder), "tiny"));
    }

    @Test
    void shouldGiveManifestAndPathsWhenThePackageIsComplete() {
        // When
        ModelPackage opened = ModelPackage.open(folder);
        // Then
        assertThat(opened.manifest().name()).isEqualTo(new ModelName("tiny"));
        assertThat(opened.denoiser()).isEqualTo(folder.resolve("transformer"));
        assertThat(opened.manifest().files()).containsKey("vae_decoder/variables/variables.index");
        assertThat(opened.verify()).isEmpty();
        try (var tokenizer = opened.openTokenizer()) {
            assertThat(tokenizer.encode("mug")).isNotEmpty();
        }
    }

    @Test
    void shouldSayHowItIsMendedWhenThereIsNoEncoder() {
        // When
        ModelPackage opened = ModelPackage.open(folder);
        // Then
        assertThat(opened.manifest().edits()).isFalse();
        assertThat(opened.networks()).hasSize(3);
        assertThatThrownBy(opened::vaeEncoder)
                .isInstanceOf(ModelPackageException.class)
                .hasMessageContaining("vae_encoder: no such network, so that pictures cannot be edited; "
                        + "export the package again with its encoder");
    }

    @Test
    void shouldHaveItsEncoderWhenItsFilesAreListed() throws IOException {
        // Given
        Path encoder = Files.createDirectories(folder.resolve("vae_encoder"));
        Files.writeString(encoder.resolve("saved_model.pb"), "graph of the encoder");
        write(manifest(FileDigest.ofFolder(folder), "tiny"));
        // When
        ModelPackage opened = ModelPackage.open(folder);
        // Then
        assertThat(opened.manifest().edits()).isTrue();
        assertThat(opened.vaeEncoder()).isEqualTo(encoder);
        Files.delete(encoder.resolve("saved_model.pb"));
        assertThatThrownBy(() -> ModelPackage.open(folder))
                .hasMessageContaining("vae_encoder/saved_model.pb: no such file");
    }

    @Test
    void shouldListAGoldenRecordUnderTheSameDigestWhenOneIsAddedOrReplaced() throws IOException {
        // Given
        ModelPackage opened = ModelPackage.open(folder);
        // When
        opened.withGoldenRecord(new byte[] {1}).withGoldenRecord(new byte[] {2});
        // Then
        ModelPackage again = ModelPackage.open(folder);
        assertThat(again.verify()).isEmpty();
        assertThat(again.manifest().files()).containsKey("golden.safetensors");
        assertThat(again.manifest().digest()).isEqualTo(opened.manifest().digest());
        Files.write(again.goldenRecord(), new byte[] {3});
        assertThat(again.verify()).containsExactly(new DamagedFile("golden.safetensors", Damage.CHANGED));
    }

    @Test
    void shouldWriteNowhereElseWhenThePackageHoldsLinks() throws IOException {
        // Given
        Path outside = Files.writeString(elsewhere.resolve("outside"), "mine");
        for (String name : new String[] {".model.json.partial", ".golden.safetensors.partial", "golden.safetensors"}) {
            Files.createSymbolicLink(folder.resolve(name), outside);
        }
        // When
        ModelPackage.open(folder).withGoldenRecord(new byte[] {1});
        // Then
        assertThat(outside).hasContent("mine");
        assertThat(ModelPackage.open(folder).verify()).isEmpty();
    }

    @Test
    void shouldLeaveNothingBehindWhenARecordCannotBePut() throws IOException {
        // Given
        Files.createDirectories(folder.resolve("golden.safetensors/in the way"));
        ModelPackage opened = ModelPackage.open(folder);
        // Then
        assertThatThrownBy(() -> opened.withGoldenRecord(new byte[] {1})).isInstanceOf(IOException.class);
        assertThat(folder.resolve(".golden.safetensors.partial")).doesNotExist();
        assertThat(opened.verify()).isEmpty();
    }

    @Test
    void shouldTellWhatAnotherRecordMendsWhenWritingOneBrokeOff() throws IOException {
        // Given
        Files.writeString(folder.resolve(".golden.safetensors.partial"), "half of it");
        Files.writeString(folder.resolve(".model.json.partial"), "half of it");
        Files.writeString(folder.resolve("golden.safetensors"), "not listed yet");
        Files.writeString(folder.resolve("transformer/saved_model.pb"), "another graph");
        // When
        var damaged = ModelPackage.open(folder).verify();
        // Then
        assertThat(damaged).hasSize(4);
        assertThat(damaged.stream().filter(file -> !file.isMendedByRecording()))
                .containsExactly(new DamagedFile("transformer/saved_model.pb", Damage.CHANGED));
        ModelPackage recorded = ModelPackage.open(folder).withGoldenRecord(new byte[] {1});
        assertThat(recorded.verify()).containsExactly(new DamagedFile("transformer/saved_model.pb", Damage.CHANGED));
    }

    @Test
    void shouldNameEveryDamagedFileWhenItVerifies() throws IOException {
        // Given
        ModelPackage opened = ModelPackage.open(folder);
        Files.writeString(folder.resolve("text_encoder/variables/variables.index"), "other weights");
        Files.delete(folder.resolve("transformer/variables/variables.index"));
        Files.writeString(folder.resolve("vae_decoder/extra"), "?");
        // When
        var damaged = opened.verify();
        // Then
        assertThat(damaged)
                .containsExactly(
                        new DamagedFile("text_encoder/variables/variables.index", Damage.CHANGED),
                        new DamagedFile("transformer/variables/variables.index", Damage.MISSING),
                        new DamagedFile("vae_decoder/extra", Damage.NOT_LISTED));
    }

    @Test
    void shouldReportTheManifestWhenASettingWasEdited() throws IOException {
        // Given
        edit("\"shift\" : 3.0", "\"shift\" : 6.0");
        // When
        var damaged = ModelPackage.open(folder).verify();
        // Then
        assertThat(damaged).containsExactly(new DamagedFile("model.json", Damage.CHANGED));
    }

    @Test
    void shouldHaveTheSameDigestWhenOnlyTheNameDiffers() {
        var files = FileDigest.ofFolder(folder);
        assertThat(manifest(files, "one").digest())
                .isEqualTo(manifest(files, "other").digest());
        assertThat(manifest(Map.of("tokenizer.json", "00"), "one").digest())
                .isNotEqualTo(manifest(files, "one").digest());
    }

    @Test
    void shouldNameTheFieldWhenTheManifestIsWrong() throws IOException {
        edit("\"channels\" : 16", "\"channels\" : 0");
        assertThatThrownBy(() -> ModelPackage.open(folder))
                .isInstanceOf(ModelPackageException.class)
                .hasMessageContaining("model.json: latent.channels must be positive: 0; export the package again");
    }

    @Test
    void shouldOpenWhenADefaultIsMoreThanALineMayAskFor() throws IOException {
        // Given
        edit("\"guidance_scale\" : 0.0", "\"guidance_scale\" : 150.0, \"cfg_normalization\" : 1000.0");
        // When
        Sampling sampling = ModelPackage.open(folder).manifest().defaults().sampling();
        // Then
        assertThat(sampling).isEqualTo(Sampling.of(8, 150).withCfgLimits(1000.0, null));
    }

    @ParameterizedTest
    @CsvSource({
        "guidance_scale, 0.0, -1.0, must be from 0 on: -1.0",
        "num_inference_steps, 8, 0, must be from 1 on: 0",
        "num_inference_steps, 8, 101, must be from 1 to 100: 101"
    })
    void shouldNameTheFieldWhenADefaultIsWrong(String field, String was, String now, String problem)
            throws IOException {
        edit("\"" + field + "\" : " + was, "\"" + field + "\" : " + now);
        assertThatThrownBy(() -> ModelPackage.open(folder))
                .isInstanceOf(ModelPackageException.class)
                .hasMessageContaining("model.json: defaults." + field + " " + problem + "; export the package again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"latent", "version", "family", "dtype"})
    void shouldNameTheFieldWhenTheManifestLacksOne(String field) throws IOException {
        edit("\"" + field + "\"", "\"other\"");
        assertThatThrownBy(() -> ModelPackage.open(folder))
                .isInstanceOf(ModelPackageException.class)
                .hasMessageContaining(field + " is missing");
    }

    @Test
    void shouldRejectAManifestWhenItNamesFilesOutsideThePackage() {
        write(manifest(Map.of("../../etc/passwd", "00"), "tiny"));
        assertThatThrownBy(() -> ModelPackage.open(folder))
                .isInstanceOf(ModelPackageException.class)
                .hasMessageContaining("field files names a path outside the package: ../../etc/passwd");
    }

    @Test
    void shouldSayWhatThePackageIsWhenItsNetworksAreNotThere() throws IOException {
        Files.delete(folder.resolve("vae_decoder/saved_model.pb"));
        assertThat(ModelPackage.openWithoutNetworks(folder).manifest().files())
                .containsKey("vae_decoder/saved_model.pb");
    }

    @Test
    void shouldNameTheFileWhenOneIsMissing() throws IOException {
        Files.delete(folder.resolve("vae_decoder/saved_model.pb"));
        assertThatThrownBy(() -> ModelPackage.open(folder))
                .isInstanceOf(ModelPackageException.class)
                .hasMessageContaining("saved_model.pb: no such file")
                .hasMessageContaining("farm model export");
    }

    @Test
    void shouldSayThatTheFolderIsMissingWhenItIs() {
        assertThatThrownBy(() -> ModelPackage.open(folder.resolve("nowhere")))
                .isInstanceOf(ModelPackageException.class)
                .hasMessageContaining("no such folder");
    }

    @Test
    void shouldNameTheTokenizerFileWhenItIsNotThere() throws IOException {
        Files.delete(folder.resolve("tokenizer.json"));
        ModelPackage opened = ModelPackage.open(folder);
        assertThatThrownBy(opened::openTokenizer)
                .isInstanceOf(ModelPackageException.class)
                .hasMessageContaining("tokenizer.json: no such file");
    }

    @Test
    void shouldNameTheTokenizerFileWhenItIsBroken() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), "not json");
        ModelPackage opened = ModelPackage.open(folder);
        assertThatThrownBy(opened::openTokenizer)
                .isInstanceOf(ModelPackageException.class)
                .hasMessageContaining("tokenizer.json: not a tokenizer");
    }

    @Test
    void shouldHaveTheSameDigestWhenOnlyMeasuredTimesDiffer() throws IOException {
        // Given
        Files.writeString(folder.resolve("pruning.json"), "1 s");
        ModelManifest first = manifest(FileDigest.ofFolder(folder), "tiny");
        Files.writeString(folder.resolve("pruning.json"), "2 s");
        // When
        ModelManifest second = manifest(FileDigest.ofFolder(folder), "tiny");
        // Then
        assertThat(second.digest()).isEqualTo(first.digest());
        assertThat(second.files()).isNotEqualTo(first.files());
        write(first);
        assertThat(ModelPackage.open(folder).verify()).containsExactly(new DamagedFile("pruning.json", Damage.CHANGED));
    }

    private void edit(String from, String to) throws IOException {
        Path file = folder.resolve("model.json");
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private void write(ModelManifest manifest) {
        try {
            Files.write(folder.resolve("model.json"), Json.pretty(manifest).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ModelManifest manifest(Map<String, String> files, String name) {
        ModelManifest unsigned = manifest(files, name, "sha256:");
        return manifest(files, name, PackageDigest.of(unsigned));
    }

    private static ModelManifest manifest(Map<String, String> files, String name, String digest) {
        return new ModelManifest(
                ModelManifest.FIRST_SCHEMA_VERSION,
                new ModelName(name),
                "1",
                digest,
                "z-image",
                "f32",
                new ChatTemplate("<|im_start|>{prompt}<|im_end|>", 512),
                new ModelManifest.Latent(16, 8),
                new ModelManifest.SizeLimits(16, 64, 1024, 1024L * 1024),
                new FlowMatch("flow_match_euler", 3.0),
                new ModelManifest.Defaults(new ImageSize(256, 256), Sampling.of(8, 0), 100),
                files);
    }
}
