package dev.renderfarm.modelexport.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.wire.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void shouldExportInspectAndVerifyWhenAskedInTurn() {
        String target = folder.resolve("models/tiny").toString();
        // When
        assertThat(run("export", "--random-weights", "tiny", "--seed", "3", "--out", target, "--name", "other"))
                .isZero();
        assertThat(out.toString()).contains("exported other (f32) to " + target + ", sha256:");
        assertThat(run("inspect", target)).isZero();
        assertThat(out.toString()).contains("flow_match_euler, shift 3.0");
        assertThat(run("verify", target)).isZero();
        // Then
        assertThat(out.toString()).contains("10 files as the manifest says");
    }

    @Test
    void shouldPrintTheManifestWhenAskedForJson() {
        // Given
        String target = folder.resolve("tiny").toString();
        run("export", "--random-weights", "tiny", "--out", target, "--quiet");
        assertThat(out.toString()).isEmpty();
        // When
        run("inspect", "--json", target);
        // Then
        assertThat(Json.read(out.toString(), ModelManifest.class).name()).hasToString("tiny");
    }

    @Test
    void shouldNameTheDamagedFileWhenAPackageDoesNotVerify() throws IOException {
        // Given
        Path target = folder.resolve("tiny");
        run("export", "--random-weights", "tiny", "--out", target.toString(), "--quiet");
        Files.writeString(target.resolve("tokenizer.json"), "{}");
        // When
        int exitCode = run("verify", target.toString());
        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains("tokenizer.json: changed").contains("export the package again");
    }

    @Test
    void shouldSayWhatToDoWhenTheTargetExistsAlready() {
        assertThat(run("export", "--random-weights", "tiny", "--out", folder.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("exists already; give --replace").doesNotContain("at dev.renderfarm");
    }

    @Test
    void shouldSayWhatToDoWhenAnArgumentIsWrong() {
        String target = folder.resolve("x").toString();
        assertThat(run("export", "--random-weights", "huge", "--out", target)).isEqualTo(2);
        assertThat(err.toString()).contains("no configuration is called huge, there are: tiny");
        assertThat(run("export", "--random-weights", "tiny", "--out", target, "--dtype", "f16"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("take bf16");
        assertThat(run("export", "--checkpoint", target, "--out", target + "y")).isEqualTo(2);
        assertThat(err.toString()).contains(target + ": no such folder");
        assertThat(run("export", "--random-weights", "tiny", "--out", target, "--name", "No Spaces"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--name: not a model name");
        assertThat(run("inspect", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("model.json: no such file");
    }

    private int run(String... arguments) {
        return ModelCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
