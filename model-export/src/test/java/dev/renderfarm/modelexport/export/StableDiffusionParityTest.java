package dev.renderfarm.modelexport.export;

import static dev.renderfarm.modelexport.export.StableDiffusionGolden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.safetensors.TensorInfo;
import dev.renderfarm.diffusion.safetensors.TensorSource;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Exported and loaded again, each network of both generations computes what the reference does: relative L2 of 1e-5 in
 * 32 bits, 3e-2 in bfloat16.
 */
class StableDiffusionParityTest {

    private static final float TIME = 601;
    private static final float[] SIZES = {96, 64, 8, 16, 80, 112};

    @TempDir
    static Path folder;

    private static final Map<String, DiffusionModel> MODELS = new HashMap<>();
    private static GoldenTensors golden;

    @BeforeAll
    static void export() throws IOException {
        golden = new GoldenTensors("sdxl/io.safetensors");
        for (String family : List.of("sd15", "sdxl")) {
            for (WeightType type : WeightType.values()) {
                String name = family + "." + type;
                ModelPackage exported = StableDiffusionGolden.export(family, type, folder.resolve(name));
                MODELS.put(name, StableDiffusionGolden.load(exported));
            }
        }
    }

    @AfterAll
    static void close() throws IOException {
        MODELS.values().forEach(DiffusionModel::close);
        golden.close();
    }

    @ParameterizedTest
    @CsvSource({
        "sd15, prompt",
        "sd15, negative",
        "sd15, empty",
        "sd15, long",
        "sdxl, prompt",
        "sdxl, negative",
        "sdxl, empty",
        "sdxl, long"
    })
    void shouldEncodeAsTheReferenceWhenAPromptHasOneWindowOrTwo(String family, String prompt) {
        // Given
        String name = family + "." + prompt;
        int[] ids = golden.ints(name + ".ids");
        for (WeightType type : WeightType.values()) {
            // When
            Caption caption = model(family, type).encode(ids);
            // Then
            assertThat(caption.tokens()).isEqualTo(ids.length);
            assertClose(StableDiffusionGolden.floats(caption), golden.floats(name + ".caption"), limit(type));
            if (family.equals("sdxl")) {
                assertClose(caption.pooled(), golden.floats(name + ".pooled"), limit(type));
            } else {
                assertThat(caption.pooled()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"sd15", "sdxl"})
    void shouldPredictAsTheReferenceWhenItRunsOnce(String family) {
        // Given
        LatentShape shape = StableDiffusionGolden.shape(golden, family + ".noise");
        float[] latents = golden.channelsLast(family + ".noise", shape.channels());
        float[] expected = golden.channelsLast(family + ".unet", shape.channels());
        for (WeightType type : WeightType.values()) {
            // When
            float[] predicted = model(family, type).denoise(latents, shape, TIME, List.of(caption(family, "prompt")));
            // Then
            assertClose(predicted, expected, limit(type));
        }
    }

    /** A wrong ε of a norm hardly shows beside large values; here the weights of what is normed are 256 times smaller. */
    @ParameterizedTest
    @CsvSource({"sd15", "sdxl"})
    void shouldPredictAsTheReferenceWhenItIsQuiet(String family) throws IOException {
        // Given
        LatentShape shape = StableDiffusionGolden.shape(golden, family + ".noise");
        ModelPackage quiet = StableDiffusionGolden.export(
                family,
                WeightType.F32,
                folder.resolve(family + ".quiet"),
                (origin, sizes) -> (component, parameters) -> component == Component.UNET
                        ? new Quiet(origin.open(component, parameters))
                        : origin.open(component, parameters));
        try (DiffusionModel model = StableDiffusionGolden.load(quiet)) {
            // When
            float[] predicted = model.denoise(
                    golden.channelsLast(family + ".noise", shape.channels()),
                    shape,
                    TIME,
                    List.of(caption(family, "prompt")));
            // Then
            assertClose(predicted, golden.channelsLast(family + ".unet_quiet", shape.channels()), 1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"sd15", "sdxl"})
    void shouldPredictEachAsByItselfWhenCaptionsOfAMicroBatchDifferInLength(String family) {
        // Given
        LatentShape shape = StableDiffusionGolden.shape(golden, family + ".noise");
        float[] one = golden.channelsLast(family + ".noise", shape.channels());
        float[] three = new float[3 * one.length];
        for (int i = 0; i < 3; i++) {
            System.arraycopy(one, 0, three, i * one.length, one.length);
        }
        DiffusionModel model = model(family, WeightType.F32);
        List<Caption> captions =
                List.of(caption(family, "prompt"), caption(family, "long"), caption(family, "negative"));
        // When
        float[] together = model.denoise(three, shape, TIME, captions);
        // Then
        for (int i = 0; i < 3; i++) {
            float[] alone = model.denoise(one, shape, TIME, List.of(captions.get(i)));
            float[] part = Arrays.copyOfRange(together, i * one.length, (i + 1) * one.length);
            assertClose(part, alone, 1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"sd15", "sdxl"})
    void shouldDecodeAsTheReferenceWhateverTheTypeOfTheUNet(String family) {
        // Given
        LatentShape shape = StableDiffusionGolden.shape(golden, family + ".noise");
        float[] expected = golden.channelsLast(family + ".decoded", DiffusionModel.COLOURS);
        for (WeightType type : WeightType.values()) {
            // When
            float[] pixels =
                    model(family, type).decodePixels(golden.channelsLast(family + ".noise", shape.channels()), shape);
            // Then: its VAE is computed in 32 bits
            assertClose(pixels, expected, 1e-5);
        }
    }

    private static Caption caption(String family, String prompt) {
        boolean isXl = family.equals("sdxl");
        return StableDiffusionGolden.caption(golden, family + "." + prompt, isXl, isXl ? SIZES : new float[0]);
    }

    private static DiffusionModel model(String family, WeightType type) {
        return Objects.requireNonNull(MODELS.get(family + "." + type));
    }

    private static double limit(WeightType type) {
        return type == WeightType.F32 ? 1e-5 : 3e-2;
    }

    private record Quiet(TensorSource loud) implements TensorSource {

        @Override
        public SortedMap<String, TensorInfo> tensors() {
            return loud.tensors();
        }

        @Override
        public String origin(String name) {
            return loud.origin(name);
        }

        @Override
        public void read(String name, long first, float[] target, int length) {
            loud.read(name, first, target, length);
            if (name.startsWith("conv_in.") || name.contains(".conv2.") || name.contains(".proj_out.")) {
                for (int i = 0; i < length; i++) {
                    target[i] /= 256;
                }
            }
        }

        @Override
        public void close() throws IOException {
            loud.close();
        }
    }
}
