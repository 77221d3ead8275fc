package dev.renderfarm.modelexport.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.diffusion.safetensors.ElementType;
import dev.renderfarm.diffusion.safetensors.FakeTensors;
import dev.renderfarm.diffusion.safetensors.SafetensorsWriter;
import dev.renderfarm.modelexport.export.GoldenTensors;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands on packages do. Long because every case begins with the same small checkpoint. */
class ModelCommandTest {

    private final ModelConsole console = new ModelConsole();

    @TempDir
    Path folder;

    @Test
    void shouldExportInspectAndVerifyWhenAskedInTurn() {
        String target = folder.resolve("models/tiny").toString();
        // When
        assertThat(console.run("export", "--random-weights", "tiny", "--seed", "3", "--out", target, "--name", "other"))
                .isZero();
        assertThat(console.out().toString()).contains("exported other (f32) to " + target + ", sha256:");
        assertThat(console.run("inspect", target)).isZero();
        assertThat(console.out().toString()).contains("flow_match_euler, shift 3.0");
        assertThat(console.run("verify", target)).isZero();
        // Then
        assertThat(console.out().toString())
                .contains("14 files as the manifest says")
                .contains("\"a red ceramic mug on a white table\", 23 tokens, seed 1, 64x64, 4 steps")
                .containsPattern("tokens +tokenizer +ok")
                .containsPattern("noise +noise +ok")
                .containsPattern("caption +text_encoder +ok")
                .containsPattern("velocity +transformer +ok")
                .containsPattern("latents +transformer +ok")
                .containsPattern("picture +vae_decoder +ok");
    }

    @Test
    void shouldSayWhichHeadsWereDroppedWhenExportingAndInspecting() throws IOException {
        // Given
        String target = folder.resolve("tiny").toString();
        Path prompts = Files.writeString(folder.resolve("prompts.txt"), "a red mug\n");
        // When
        int exitCode = console.run(
                "export",
                "--random-weights",
                "tiny",
                "--out",
                target,
                "--prune-heads",
                "0.3",
                "--calibration",
                prompts.toString());
        // Then
        assertThat(exitCode).isZero();
        String said = "pruned         2 of 9 heads of the main layers, 0.3 asked for; observed on 1 prompts";
        assertThat(console.out().toString())
                .contains(said)
                .contains("velocity by 0.")
                .contains("GFLOP (-9.4 %)");
        console.out().getBuffer().setLength(0);
        assertThat(console.run("inspect", target)).isZero();
        assertThat(console.out().toString()).contains(said).contains("2 heads left, without ");
    }

    @Test
    void shouldExportTheSamePackageWhenNoHeadIsToBeDropped() {
        String target = folder.resolve("tiny").toString();
        console.run("export", "--random-weights", "tiny", "--out", target, "--quiet");
        String digest = ModelPackage.open(Path.of(target)).manifest().digest();
        // When
        console.run(
                "export", "--random-weights", "tiny", "--out", target, "--replace", "--quiet", "--prune-heads", "0");
        // Then
        assertThat(ModelPackage.open(Path.of(target)).manifest().digest()).isEqualTo(digest);
        assertThat(Path.of(target, "pruning.json")).doesNotExist();
    }

    @Test
    void shouldSayWhatToDoWhenHeadsCannotBeDroppedAsAsked() {
        String target = folder.resolve("x").toString();
        assertThat(console.run("export", "--random-weights", "tiny", "--out", target, "--prune-heads", "20"))
                .isEqualTo(2);
        assertThat(console.err().toString())
                .contains("'--prune-heads': must be a fraction")
                .contains("from 0 to 0.9");
        assertThat(console.run("export", "--random-weights", "tiny", "--out", target, "--calibration", "prompts.txt"))
                .isEqualTo(2);
        assertThat(console.err().toString()).contains("--calibration has no use without --prune-heads");
        assertThat(console.run(
                        "export",
                        "--random-weights",
                        "tiny",
                        "--out",
                        target,
                        "--prune-heads",
                        "0.5",
                        "--calibration",
                        target))
                .isEqualTo(2);
        assertThat(console.err().toString()).contains(target + ": cannot be read");
        assertThat(Path.of(target)).doesNotExist();
    }

    @Test
    void shouldPrintTheManifestWhenAskedForJson() {
        // Given
        String target = folder.resolve("tiny").toString();
        console.run("export", "--random-weights", "tiny", "--out", target, "--quiet", "--no-golden");
        assertThat(console.out().toString()).isEmpty();
        // When
        console.run("inspect", "--json", target);
        // Then
        assertThat(Json.read(console.out().toString(), ModelManifest.class).name())
                .hasToString("tiny");
    }

    @Test
    void shouldNameTheDamagedFileWhenAPackageDoesNotVerify() throws IOException {
        // Given
        Path target = folder.resolve("tiny");
        console.run("export", "--random-weights", "tiny", "--out", target.toString(), "--quiet", "--no-golden");
        Files.writeString(target.resolve("tokenizer.json"), "{}");
        // When
        int exitCode = console.run("verify", target.toString());
        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(console.err().toString()).contains("tokenizer.json: changed").contains("export the package again");
    }

    @Test
    void shouldSayWhatToDoWhenTheTargetExistsAlready() {
        assertThat(console.run("export", "--random-weights", "tiny", "--out", folder.toString()))
                .isEqualTo(2);
        assertThat(console.err().toString())
                .contains("exists already; give --replace")
                .doesNotContain("at dev.renderfarm");
    }

    @Test
    void shouldKeepTheFolderWhenItIsNoPackageAndIsToBeReplaced() throws IOException {
        Path kept = Files.writeString(folder.resolve("README.md"), "a checkout");
        assertThat(console.run("export", "--random-weights", "tiny", "--out", folder.toString(), "--replace"))
                .isEqualTo(2);
        assertThat(console.err().toString()).contains(folder + ": is no model package");
        assertThat(kept).hasContent("a checkout");
    }

    @Test
    void shouldExportNothingWhenTheGoldenPromptCannotBeRecorded() {
        String target = folder.resolve("x").toString();
        assertThat(console.run(
                        "export",
                        "--random-weights",
                        "tiny",
                        "--out",
                        target,
                        "--no-golden",
                        "--golden-prompt",
                        "a blue mug"))
                .isEqualTo(2);
        assertThat(console.err().toString()).contains("--golden-prompt has no use with --no-golden");
        assertThat(console.run(
                        "export", "--random-weights", "tiny", "--out", target, "--golden-prompt", "mug ".repeat(600)))
                .isEqualTo(2);
        assertThat(console.err().toString()).contains("the model takes 512; give a shorter one");
        assertThat(Path.of(target)).doesNotExist();
    }

    @Test
    void shouldSayWhatToDoWhenAnArgumentIsWrong() {
        String target = folder.resolve("x").toString();
        assertThat(console.run("export", "--random-weights", "huge", "--out", target))
                .isEqualTo(2);
        assertThat(console.err().toString())
                .contains(
                        "no configuration is called huge, there are: sd-1.5, sdxl, sdxl-turbo, tiny, tiny-sdxl, z-image-turbo");
        assertThat(console.run("export", "--random-weights", "tiny", "--out", target, "--dtype", "f16"))
                .isEqualTo(2);
        assertThat(console.err().toString()).contains("take bf16");
        assertThat(console.run("export", "--checkpoint", target, "--out", target + "y"))
                .isEqualTo(2);
        assertThat(console.err().toString()).contains(target + ": no such folder or file");
        assertThat(console.run("export", "--random-weights", "tiny", "--out", target, "--name", "No Spaces"))
                .isEqualTo(2);
        assertThat(console.err().toString()).contains("--name: not a model name");
        assertThat(console.run("inspect", folder.toString())).isEqualTo(2);
        assertThat(console.err().toString()).contains("model.json: no such file");
    }

    @Test
    void shouldSayWhatThePackageIsGoodForWhenThereIsNoTokenizer() throws IOException {
        // Given
        for (String file : List.of(
                "text_encoder/config.json",
                "transformer/config.json",
                "vae/config.json",
                "scheduler/scheduler_config.json",
                "renderfarm.json")) {
            Path copy = folder.resolve("checkpoint").resolve(file);
            Files.createDirectories(copy.getParent());
            try (InputStream in = getClass().getResourceAsStream("/configurations/tiny/" + file)) {
                Files.copy(Objects.requireNonNull(in), copy);
            }
        }
        String target = folder.resolve("package").toString();
        // When
        int exitCode = console.run(
                "export", "--random-weights", folder.resolve("checkpoint").toString(), "--out", target, "--quiet");
        // Then
        assertThat(exitCode).as(console.err().toString()).isZero();
        assertThat(console.err().toString())
                .contains("tokenizer/tokenizer.json is missing")
                .contains("no farm can serve it");
        assertThat(console.run("verify", target)).isZero();
        assertThat(console.out().toString())
                .contains("13 files as the manifest says")
                .contains(": 8 tokens, seed 1")
                .containsPattern("caption +text_encoder +ok")
                .doesNotContain("tokenizer");
    }

    @Test
    void shouldSayWhatAStableDiffusionIsAndWhatItIsNotSampledWith() {
        // When
        int exitCode = console.run(
                "export",
                "--checkpoint",
                GoldenTensors.path("sdxl/sd15").toString(),
                "--out",
                folder.resolve("first").toString(),
                "--no-golden");
        // Then
        assertThat(exitCode).as(console.err().toString()).isZero();
        assertThat(console.err().toString())
                .contains("recognised sd-1.5: ")
                .contains("PNDMScheduler is not offered: dpmpp_2m_karras takes its place");
    }

    @Test
    void shouldRefuseAVaeThatScalesOtherwise() throws IOException {
        // Given
        Path vae = Files.createDirectory(folder.resolve("vae"));
        try (InputStream in = getClass().getResourceAsStream("/configurations/sd-1.5/vae/config.json")) {
            Files.copy(Objects.requireNonNull(in), vae.resolve("config.json"));
        }
        String target = folder.resolve("xl").toString();
        // When
        int exitCode = console.run(
                "export", "--random-weights", "tiny-sdxl", "--out", target, "--no-golden", "--vae", vae.toString());
        // Then
        assertThat(exitCode).isNotZero();
        assertThat(console.err().toString())
                .contains(vae.resolve("config.json") + ": field scaling_factor is 0.18215")
                .doesNotContain("\tat ");
        assertThat(Path.of(target)).doesNotExist();
    }

    @Test
    void shouldMergeALoraWhenOneIsGiven() throws IOException {
        // Given
        String layer = "transformer.layers.0.attention.to_q.";
        Path lora = folder.resolve("lora.safetensors");
        float[] row = new float[96];
        row[0] = 1;
        SafetensorsWriter.write(
                lora,
                new FakeTensors(Map.of())
                        .put(layer + "lora_A.weight", row, 1L, 96L)
                        .put(layer + "lora_B.weight", row, 96L, 1L),
                ElementType.F32);
        // When
        String plain = exported("plain");
        String none = exported("none", "--lora", lora + ":0");
        String all = exported("all", "--lora", lora.toString());
        // Then
        assertThat(none).isEqualTo(plain);
        assertThat(all).isNotEqualTo(plain);
    }

    private String exported(String name, String... more) {
        String target = folder.resolve(name).toString();
        String[] arguments = Stream.concat(
                        Stream.of("export", "--random-weights", "tiny", "--out", target, "--quiet", "--no-golden"),
                        Stream.of(more))
                .toArray(String[]::new);
        assertThat(console.run(arguments)).as(console.err().toString()).isZero();
        return ModelPackage.open(Path.of(target)).manifest().digest();
    }
}
