package dev.renderfarm.modelexport.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.diffusion.safetensors.SafetensorsFile;
import dev.renderfarm.diffusion.safetensors.SafetensorsWriter;
import dev.renderfarm.diffusion.safetensors.StoredTensor;
import dev.renderfarm.diffusion.tensorflow.TinyPackage;
import dev.renderfarm.modelexport.export.GoldenPackage;
import dev.renderfarm.modelexport.export.GoldenTensors;
import dev.renderfarm.modelexport.graph.WeightType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RunPipelineOnPicturesTest {

    private static final Path GIVEN = GoldenTensors.path("edit/io.safetensors");

    @TempDir
    static Path model;

    @TempDir
    Path folder;

    private static GoldenTensors golden;
    private static GoldenTensors reference;

    @BeforeAll
    static void export() throws IOException {
        GoldenPackage.export(GoldenTensors.path("edit/checkpoint"), WeightType.F32, model.resolve("f32"));
        golden = new GoldenTensors("edit/io.safetensors");
        reference = new GoldenTensors("edit/reference_io.safetensors");
    }

    @AfterAll
    static void close() throws IOException {
        golden.close();
        reference.close();
    }

    @ParameterizedTest
    @CsvSource({
        "i2i, --strength 0.6, 1e-4",
        "i2i, --encode sample, 1e-4",
        "i2i_cfg, --strength 0.6 --guidance 4 --cfg-normalization 1, 1e-4",
        "inpaint, --strength 0.8 --masked, 1e-4",
        "outpaint, --masked --encode mode --image-tensor outpaint.canvas --mask-tensor outpaint.mask, 5e-4",
        "i2i_seed, --seed 7, 1e-4",
        "inpaint_seed, --strength 0.8 --masked --seed 7, 1e-4"
    })
    void shouldGiveWhatTheReferenceGives(String name, String options, double limit) throws IOException {
        // When
        Run run = run(GIVEN, options.split(" "));
        // Then
        assertThat(run.exitCode).as(run.errors).isZero();
        try (SafetensorsFile out = SafetensorsFile.open(out())) {
            assertThat(out.tensors().keySet()).containsExactlyInAnyOrder("latents", "image", "moments", "pasted");
            assertThat(distance(out, "latents", reference, name + ".latents")).isLessThan(limit);
            assertThat(levels(out.bytes("image"), reference.bytes(name + ".u8")))
                    .isLessThanOrEqualTo(2);
            if (!name.equals("outpaint")) {
                assertThat(distance(out, "moments", golden, "encode.moments")).isLessThan(1e-4);
            }
        }
    }

    @Test
    void shouldKeepTheGivenBytesWhenAMaskKeepsThem() throws IOException {
        // When
        Run run = run(GIVEN, "--strength", "0.8", "--masked");
        // Then
        assertThat(run.exitCode).as(run.errors).isZero();
        byte[] image = golden.bytes("image");
        byte[] mask = golden.bytes("mask");
        try (SafetensorsFile out = SafetensorsFile.open(out())) {
            byte[] drawn = out.bytes("image");
            byte[] pasted = out.bytes("pasted");
            for (int i = 0; i < pasted.length; i++) {
                byte expected = Byte.toUnsignedInt(mask[i / 3]) < 128 ? image[i] : drawn[i];
                assertThat(pasted[i]).isEqualTo(expected);
            }
            assertThat(levels(pasted, golden.bytes("inpaint.pasted"))).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void shouldPasteNothingWhenThereIsNoMask() throws IOException {
        assertThat(run(GIVEN, "--strength", "0.1").exitCode).isZero();
        try (SafetensorsFile out = SafetensorsFile.open(out())) {
            assertThat(out.bytes("pasted")).isEqualTo(out.bytes("image"));
        }
    }

    @Test
    void shouldEncodeInTilesWhenMemoryIsShort() throws IOException {
        // Given: as much as a tile of 64 pixels takes, of a picture of 96
        String tile = String.valueOf(64 * 64 * 3072);
        // When
        assertThat(run(GIVEN, "--strength", "0.1", "--vae-memory", tile).exitCode)
                .isZero();
        // Then
        try (SafetensorsFile out = SafetensorsFile.open(out())) {
            assertThat(distance(out, "moments", golden, "encode.moments")).isBetween(1e-3, 0.5);
        }
    }

    @Test
    void shouldRefuseWhenInputsCannotBeUsed() throws IOException {
        StoredTensor caption = StoredTensor.of("pe", new float[20], 1, 20);
        assertFails(run(given(caption), "--strength", "0.5"), "tensor image is missing");
        assertFails(
                run(given(caption, StoredTensor.of("image", new byte[24 * 16 * 3], 24, 16, 3)), "--strength", "0.5"),
                "image has the shape [24, 16, 3], but its sides must be multiples of 16");
        StoredTensor image = StoredTensor.of("image", new byte[16 * 16 * 3], 16, 16, 3);
        assertFails(run(given(caption, image), "--strength", "0"), "strength must be above 0 and at most 1: 0.0");
        assertFails(
                run(given(caption, image, StoredTensor.of("mask", new byte[16], 4, 4)), "--masked"),
                "mask has the shape [4, 4], expected [16, 16]");
        assertFails(run(given(caption, image), "--encode", "mode"), "tensor noise is missing");
        assertFails(run(given(caption, image), "--strength", "0.5"), "tensor noise.posterior is missing");
    }

    @Test
    void shouldSayHowItIsMendedWhenThePackageHasNoEncoder() throws IOException {
        // Given
        Path bare = folder.resolve("bare");
        TinyPackage.write(bare, TinyPackage.f32());
        Path inputs = given(
                StoredTensor.of("pe", new float[3], 1, 3), StoredTensor.of("image", new byte[16 * 16 * 3], 16, 16, 3));
        // Then
        assertFails(run(bare, inputs, "--seed", "1"), "export it again with its encoder");
    }

    private static void assertFails(Run run, String message) {
        assertThat(run.exitCode).isNotZero();
        assertThat(run.errors).startsWith("invalid_request: ").contains(message);
    }

    private Path given(StoredTensor... tensors) throws IOException {
        return Files.write(
                folder.resolve("inputs.safetensors"), SafetensorsWriter.encode(new TreeMap<>(), List.of(tensors)));
    }

    private Run run(Path inputs, String... more) {
        return run(model.resolve("f32"), inputs, more);
    }

    private Run run(Path folder, Path inputs, String... more) {
        StringWriter errors = new StringWriter();
        CommandLine command = RunPipeline.commandLine().setErr(new PrintWriter(errors, true));
        Stream<String> arguments = Stream.of(
                "--package",
                folder.toString(),
                "--inputs",
                inputs.toString(),
                "--steps",
                "5",
                "--shift",
                "3",
                "--out",
                out().toString());
        int exitCode = command.execute(Stream.concat(arguments, Stream.of(more)).toArray(String[]::new));
        return new Run(exitCode, errors.toString());
    }

    private Path out() {
        return folder.resolve("out.safetensors");
    }

    private static int levels(byte[] actual, byte[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        int most = 0;
        for (int i = 0; i < expected.length; i++) {
            most = Math.max(most, Math.abs(Byte.toUnsignedInt(actual[i]) - Byte.toUnsignedInt(expected[i])));
        }
        return most;
    }

    private static double distance(SafetensorsFile out, String name, GoldenTensors expected, String of) {
        assertThat(out.tensor(name).shape()).isEqualTo(expected.shape(of));
        float[] values = new float[Math.toIntExact(out.tensor(name).elements())];
        out.read(name, 0, values, values.length);
        float[] wanted = expected.floats(of);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < values.length; i++) {
            difference += Math.pow((double) values[i] - wanted[i], 2);
            norm += Math.pow(wanted[i], 2);
        }
        return Math.sqrt(difference / norm);
    }

    private record Run(int exitCode, String errors) {}
}
