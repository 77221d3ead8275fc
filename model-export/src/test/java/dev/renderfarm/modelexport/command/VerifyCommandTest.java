package dev.renderfarm.modelexport.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.diffusion.golden.GoldenFile;
import dev.renderfarm.diffusion.golden.GoldenRecord;
import dev.renderfarm.diffusion.golden.GoldenRequest;
import dev.renderfarm.diffusion.safetensors.ElementType;
import dev.renderfarm.diffusion.safetensors.FakeTensors;
import dev.renderfarm.diffusion.safetensors.SafetensorsWriter;
import dev.renderfarm.modelpackage.folder.FileDigest;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import dev.renderfarm.modelpackage.folder.PackageDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifyCommandTest {

    @TempDir
    static Path models;

    private final ModelConsole console = new ModelConsole();

    @TempDir
    Path folder;

    @BeforeAll
    static void export() {
        var shared = new VerifyCommandTest();
        shared.folder = models;
        shared.export("recorded", "--golden-prompt", "a mug", "--seed", "1");
        shared.export("other", "--no-golden", "--seed", "2");
    }

    @ParameterizedTest
    @CsvSource({
        "text_encoder, text_encoder (caption)",
        "transformer,  'transformer (velocity), transformer (latents), transformer (edited)'",
        "vae_decoder,  vae_decoder (picture)",
        "vae_encoder,  vae_encoder (encoded)"
    })
    void shouldNameTheNetworkAloneWhenItIsAnother(String network, String named) throws IOException {
        // Given
        Path model = copy(models.resolve("recorded"));
        delete(model.resolve(network));
        copy(models.resolve("other").resolve(network), model.resolve(network));
        listAnew(model);
        // When
        int exitCode = console.run("verify", model.toString());
        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(console.err().toString().trim()).isEqualTo(named + " does not give what the golden record says");
        assertThat(console.out().toString()).containsPattern(network + " +DIFFERS");
    }

    @Test
    void shouldNameTheNetworkWhenOneWeightIsAnother() throws IOException {
        // Given
        float[] first = new float[96];
        first[0] = 1;
        String layer = "transformer.layers.0.attention.to_q.";
        Path lora = folder.resolve("lora.safetensors");
        SafetensorsWriter.write(
                lora,
                new FakeTensors(Map.of())
                        .put(layer + "lora_A.weight", first, 1L, 96L)
                        .put(layer + "lora_B.weight", first, 96L, 1L),
                ElementType.F32);
        export("changed", "--no-golden", "--seed", "1", "--lora", lora.toString());
        String model = folder.resolve("changed").toString();
        Path record = models.resolve("recorded/golden.safetensors");
        // When
        assertThat(console.run("golden", model, "--from", record.toString())).isZero();
        int exitCode = console.run("verify", model);
        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(console.err().toString())
                .startsWith("transformer (velocity), transformer (latents), transformer (edited) does not give");
    }

    @Test
    void shouldNameTheNetworkWhenItCannotBeLoaded() throws IOException {
        // Given
        Path model = copy(models.resolve("recorded"));
        Path weights = only(model.resolve("vae_decoder/variables"), ".data-");
        Files.write(weights, new byte[(int) Files.size(weights)]);
        listAnew(model);
        // When
        int exitCode = console.run("verify", model.toString());
        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(console.out().toString())
                .containsPattern("picture +vae_decoder +DIFFERS .*vae_decoder: TensorFlow cannot load it");
        assertThat(console.err().toString()).startsWith("vae_decoder (picture) does not give");
    }

    @Test
    void shouldSayWhatToDoWhenThereIsNoGoldenRecord() {
        // Given
        String model = models.resolve("other").toString();
        // When
        int exitCode = console.run("verify", model);
        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(console.err().toString())
                .contains(model + " has no golden record")
                .contains("`farm model golden " + model + "`")
                .contains("--digests-only");
    }

    @Test
    void shouldRunNoNetworkWhenAskedForDigestsOnly() {
        assertThat(console.run("verify", models.resolve("other").toString(), "--digests-only"))
                .isZero();
        assertThat(console.out().toString().lines())
                .singleElement()
                .asString()
                .startsWith("13 files as the manifest says");
        assertThat(console.err().toString()).isEmpty();
    }

    @Test
    void shouldVerifyWhenARecordIsMadeLater() throws IOException {
        // Given
        Path model = copy(models.resolve("other"));
        // When
        int recorded = console.run("golden", model.toString(), "--prompt", "a teapot", "--seed", "5", "--steps", "2");
        int verified = console.run("verify", model.toString());
        // Then
        assertThat(recorded).as(console.err().toString()).isZero();
        assertThat(verified).as(console.err().toString()).isZero();
        assertThat(console.out().toString()).contains("\"a teapot\"").contains("seed 5, 64x64, 2 steps");
    }

    @Test
    void shouldSayWhatIsWrongWhenARecordCannotBeMade() throws IOException {
        String model = copy(models.resolve("other")).toString();
        assertThat(console.run("golden", model, "--steps", "1000")).isEqualTo(2);
        assertThat(console.err().toString()).contains("--steps must be from 1 to 100: 1000");
        assertThat(console.run("golden", model, "--prompt", "mug ".repeat(400))).isEqualTo(2);
        assertThat(console.err().toString()).contains("the prompt has more than 512 tokens");
        Path lora = folder.resolve("lora.safetensors");
        SafetensorsWriter.write(lora, new FakeTensors(Map.of()).put("a", new float[1], 1L), ElementType.F32);
        assertThat(console.run("golden", model, "--from", lora.toString())).isEqualTo(2);
        assertThat(console.err().toString()).contains(lora + ": tensor noise is missing");
        assertThat(console.run("golden", model, "--from", folder.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(console.err().toString()).contains("none: no such file").doesNotContain("at dev.renderfarm");
    }

    @Test
    void shouldAdviseAnotherRecordWhenNothingElseIsDamaged() throws IOException {
        // Given
        Path model = copy(models.resolve("recorded"));
        Files.write(model.resolve(ModelManifest.GOLDEN_RECORD), new byte[] {1});
        // Then
        assertThat(console.run("verify", model.toString())).isEqualTo(2);
        assertThat(console.err().toString())
                .contains("golden.safetensors: changed")
                .contains("`farm model golden " + model + "` records anew")
                .doesNotContain("export the package again");
    }

    @Test
    void shouldCommandNoTerminalWhenTheRecordComesFromElsewhere() throws IOException {
        // Given
        Path model = copy(models.resolve("recorded"));
        ModelManifest manifest = ModelPackage.open(model).manifest();
        GoldenFile file = new GoldenFile(manifest);
        GoldenRecord record = file.read(model.resolve(ModelManifest.GOLDEN_RECORD));
        Path hostile = folder.resolve("hostile.safetensors");
        Files.write(
                hostile,
                file.encode(new GoldenRecord(
                        "me\u001b[2J",
                        new GoldenRequest(
                                "a\nnoise ok\u202e",
                                record.request().tokenIds(),
                                1,
                                record.request().steps(),
                                record.request().shape()),
                        record.noise(),
                        record.caption(),
                        record.velocity(),
                        record.latents(),
                        record.picture())));
        // When
        console.run("golden", model.toString(), "--from", hostile.toString());
        console.run("verify", model.toString());
        // Then
        assertThat(console.out().toString())
                .contains("took the golden record by me\ufffd[2J from")
                .contains("golden record by me\ufffd[2J: \"a noise ok\ufffd\"")
                .doesNotContain("\u001b");
    }

    private void export(String name, String... more) {
        String target = folder.resolve(name).toString();
        String[] arguments = Stream.concat(
                        Stream.of("export", "--random-weights", "tiny", "--quiet", "--out", target), Stream.of(more))
                .toArray(String[]::new);
        assertThat(console.run(arguments)).as(console.err().toString()).isZero();
    }

    private Path copy(Path model) throws IOException {
        return copy(model, folder.resolve("copy"));
    }

    private static Path copy(Path from, Path to) throws IOException {
        for (Path path : below(from)) {
            Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.REPLACE_EXISTING);
        }
        return to;
    }

    private static void delete(Path tree) throws IOException {
        List<Path> paths = below(tree);
        for (int i = paths.size() - 1; i >= 0; i--) {
            Files.delete(paths.get(i));
        }
    }

    private static List<Path> below(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            return paths.toList();
        }
    }

    private static Path only(Path tree, String mark) throws IOException {
        return below(tree).stream()
                .filter(path -> path.toString().contains(mark))
                .findFirst()
                .orElseThrow(() -> new UncheckedIOException(new IOException("nothing like " + mark)));
    }

    /** Lists the digests of the files as they are now, as whoever changed them on purpose would. */
    private static void listAnew(Path folder) throws IOException {
        ModelManifest old = ModelPackage.open(folder).manifest();
        ModelManifest unsigned = withFiles(old, FileDigest.ofFolder(folder), "");
        ModelManifest signed = withFiles(old, unsigned.files(), PackageDigest.of(unsigned));
        Files.writeString(folder.resolve(ModelManifest.FILE_NAME), Json.pretty(signed));
    }

    private static ModelManifest withFiles(ModelManifest old, Map<String, String> files, String digest) {
        return new ModelManifest(
                old.schemaVersion(),
                old.name(),
                old.version(),
                digest,
                old.family(),
                old.dtype(),
                old.tokenizer(),
                old.latent(),
                old.size(),
                old.scheduler(),
                old.defaults(),
                files);
    }
}
