package dev.renderfarm.modelexport.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.diffusion.safetensors.ElementType;
import dev.renderfarm.diffusion.safetensors.SafetensorsFile;
import dev.renderfarm.diffusion.safetensors.SafetensorsWriter;
import dev.renderfarm.diffusion.safetensors.StoredTensor;
import dev.renderfarm.diffusion.tensorflow.TinyPackage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * The tiny model's velocity is the mean of the caption plus the time, everywhere. Four steps of shift 3 change sigma by
 * 0.1, 0.15, 0.25 and 0.5, at the times 0, 0.1, 0.25 and 0.5: without guidance the latents move by -mean - 0.3275.
 */
class RunPipelineTest {

    private static final int CHANNELS = 4;
    private static final int HEIGHT = 2;
    private static final int WIDTH = 6;
    private static final int VALUES = CHANNELS * HEIGHT * WIDTH;

    @TempDir
    static Path model;

    @TempDir
    Path folder;

    @BeforeAll
    static void exportModel() throws IOException {
        TinyPackage.write(model, TinyPackage.f32());
    }

    @ParameterizedTest
    @CsvSource({
        // p = 2, q = 0.5: p + g (p - q)
        "0,   0,   1,    2.3275",
        "2,   0,   1,    5.3275",
        // at the times 0 and 0.1 guided, then not: 0.25 * 5 + 0.75 * 2 + 0.3275
        "2,   0,   0.2,  3.0775",
        // no longer than without guidance: 2 + t
        "2,   1,   1,    2.3275",
        // (2 + t) * 1.5
        "2,   1.5, 1,    3.49125"
    })
    void shouldMoveTheLatentsAsTheFormulasSayWhenItRuns(
            String guidance, String normalization, String truncation, float moved) throws IOException {
        // Given
        float[] start = latents();
        Path inputs = inputs(
                StoredTensor.of("lat", start, 1, CHANNELS, HEIGHT, WIDTH),
                StoredTensor.of("pe", new float[] {1, 1, 1, 3, 3, 3}, 2, TinyPackage.WIDTH),
                StoredTensor.of("ne", new float[] {0.5f, 0.5f, 0.5f}, 1, TinyPackage.WIDTH));
        // When
        Run run = run(
                inputs, "--guidance", guidance, "--cfg-normalization", normalization, "--cfg-truncation", truncation);
        // Then
        assertThat(run.exitCode()).as(run.errors()).isZero();
        float[] latents = new float[VALUES];
        try (SafetensorsFile out = SafetensorsFile.open(out())) {
            assertThat(out.tensor("latents").shape()).containsExactly(1L, (long) CHANNELS, (long) HEIGHT, (long) WIDTH);
            out.read("latents", 0, latents, VALUES);
        }
        for (int i = 0; i < VALUES; i++) {
            assertThat(latents[i]).isEqualTo(start[i] - moved, within(1e-5f));
        }
    }

    @Test
    void shouldWriteThePictureRowByRowWhenItRuns() throws IOException {
        // Given: after moving by -2.3275 the channels of a position add up to its number
        float[] start = latents();
        Path inputs = inputs(
                StoredTensor.of("lat", start, 1, CHANNELS, HEIGHT, WIDTH),
                StoredTensor.of("pe", new float[] {2, 2, 2}, 1, TinyPackage.WIDTH));
        // When
        Run run = run(inputs);
        // Then
        assertThat(run.exitCode()).as(run.errors()).isZero();
        byte[] image;
        try (SafetensorsFile out = SafetensorsFile.open(out())) {
            assertThat(out.tensor("image").type()).isEqualTo(ElementType.U8);
            assertThat(out.tensor("image").shape()).containsExactly(16L, 48L, 3L);
            image = out.bytes("image");
        }
        assertThat(Byte.toUnsignedInt(image[0])).as("position 0").isCloseTo(128, within(1));
        assertThat(Byte.toUnsignedInt(image[8 * 3])).as("position 1").isCloseTo(144, within(1));
        assertThat(Byte.toUnsignedInt(image[8 * WIDTH * 8 * 3]))
                .as("position 6, the second row's first")
                .isCloseTo(224, within(1));
    }

    @Test
    void shouldNotLoadTheTextEncoderWhenThePromptsAreEmbedded() throws IOException {
        // Given
        Path bare = folder.resolve("bare");
        TinyPackage.write(bare, TinyPackage.f32());
        Files.writeString(bare.resolve("text_encoder/saved_model.pb"), "no graph");
        Path inputs = inputs(
                StoredTensor.of("lat", latents(), 1, CHANNELS, HEIGHT, WIDTH),
                StoredTensor.of("pe", new float[] {2, 2, 2}, 1, TinyPackage.WIDTH));
        // When
        Run run = run(bare, inputs);
        // Then
        assertThat(run.exitCode()).as(run.errors()).isZero();
    }

    @Test
    void shouldNameTheTensorWhenItIsMissing() throws IOException {
        Path inputs = inputs(StoredTensor.of("pe", new float[3], 1, 3));
        assertFails(run(inputs), "tensor lat is missing");
    }

    @Test
    void shouldNameTheShapeWhenTheModelHasOtherChannels() throws IOException {
        Path inputs =
                inputs(StoredTensor.of("lat", new float[3], 1, 3, 1, 1), StoredTensor.of("pe", new float[3], 1, 3));
        assertFails(run(inputs), "[1, 3, 1, 1], expected [1, 4, h, w]");
    }

    @Test
    void shouldRefuseWhenASideIsNoMultipleOfAPatch() throws IOException {
        Path inputs = inputs(
                StoredTensor.of("lat", new float[4 * 2 * 5], 1, 4, 2, 5), StoredTensor.of("pe", new float[3], 1, 3));
        assertFails(run(inputs), "[1, 4, 2, 5], but height and width must be even");
    }

    @Test
    void shouldRefuseWhenTheFileIsNoSafetensors() throws IOException {
        Path inputs = Files.writeString(folder.resolve("inputs.safetensors"), "not at all tensors");
        assertFails(run(inputs), "is no safetensors file, or cut off");
    }

    @Test
    void shouldNameTheTensorWhenTheFileIsCutOff() throws IOException {
        Path inputs = inputs(StoredTensor.of("lat", latents(), 1, CHANNELS, HEIGHT, WIDTH));
        byte[] bytes = Files.readAllBytes(inputs);
        Files.write(inputs, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertFails(run(inputs), "tensor lat ends at byte 192, the file holds only 191: it is cut off");
    }

    private static void assertFails(Run run, String message) {
        assertThat(run.exitCode()).isNotZero();
        assertThat(run.errors()).startsWith("invalid_request: ").contains(message);
    }

    private Run run(Path inputs, String... more) {
        return run(model, inputs, more);
    }

    private Run run(Path model, Path inputs, String... more) {
        StringWriter errors = new StringWriter();
        CommandLine command = RunPipeline.commandLine().setErr(new PrintWriter(errors, true));
        String[] arguments = {
            "--package", model.toString(),
            "--inputs", inputs.toString(),
            "--steps", "4",
            "--shift", "3",
            "--out", out().toString()
        };
        String[] all = java.util.stream.Stream.of(arguments, more)
                .flatMap(java.util.stream.Stream::of)
                .toArray(String[]::new);
        return new Run(command.execute(all), errors.toString());
    }

    private Path inputs(StoredTensor... tensors) throws IOException {
        return Files.write(
                folder.resolve("inputs.safetensors"), SafetensorsWriter.encode(new TreeMap<>(), List.of(tensors)));
    }

    private Path out() {
        return folder.resolve("out.safetensors");
    }

    /** Every channel of position p is p / 4 + 2.3275. */
    private static float[] latents() {
        float[] values = new float[VALUES];
        for (int i = 0; i < VALUES; i++) {
            values[i] = i % (HEIGHT * WIDTH) / (float) CHANNELS + 2.3275f;
        }
        return values;
    }

    private record Run(int exitCode, String errors) {}
}
