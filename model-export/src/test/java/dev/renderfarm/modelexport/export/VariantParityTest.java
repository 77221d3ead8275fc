package dev.renderfarm.modelexport.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.modelexport.checkpoint.CheckpointConfiguration;
import dev.renderfarm.modelexport.checkpoint.FolderFiles;
import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models of unusual configurations compute what diffusers and transformers compute with the same weights, relative L2
 * of at most 1e-4. The weights are drawn from a seed on both sides; {@code scripts/reference/write-golden-variants}
 * writes configurations, inputs and answers.
 */
class VariantParityTest {

    private static final long SEED = 1;
    private static final double LIMIT = 1e-4;

    @TempDir
    Path folder;

    /**
     * least: no refiners, norms of heads, middle attention; one text layer, one VAE block. unlike: other epsilons,
     * thetas, axes and scales than the official models, no shared key heads, five VAE blocks behind another
     * convolution.
     */
    @ParameterizedTest
    @ValueSource(strings = {"least", "unlike"})
    void shouldComputeAsTheReferenceWhenTheConfigurationIsUnusual(String variant) throws IOException {
        // Given
        try (LoadedModel model = new LoadedModel(export(variant));
                GoldenTensors golden = new GoldenTensors("variants/" + variant + "/io.safetensors")) {
            int[] ids = golden.ints("ids");
            List<Long> latents = golden.shape("latents");
            List<Long> caption = golden.shape("caption");
            List<Long> code = golden.shape("code");
            // When
            float[] hidden = model.encode(new int[][] {ids}, ids.length);
            float[] velocity = model.denoise(
                    channelsLast(golden, "latents"),
                    new long[] {1, latents.get(1), latents.get(2), latents.get(0)},
                    golden.floats("t"),
                    golden.floats("caption"),
                    new long[] {1, caption.get(0), caption.get(1)},
                    Math.toIntExact(caption.get(0)));
            float[] pixels = model.decodePixels(channelsLast(golden, "code"), 1, code.get(1), code.get(2), code.get(0));
            // Then
            assertThat(distance(hidden, golden.floats("hidden"))).as("caption").isLessThan(LIMIT);
            assertThat(distance(velocity, channelsLast(golden, "velocity")))
                    .as("velocity")
                    .isLessThan(LIMIT);
            assertThat(distance(pixels, channelsLast(golden, "pixels")))
                    .as("pixels")
                    .isLessThan(LIMIT);
        }
    }

    private ModelPackage export(String variant) throws IOException {
        Path files = GoldenTensors.path("variants/" + variant);
        CheckpointConfiguration configuration = CheckpointConfiguration.read(new FolderFiles(files));
        Path target = folder.resolve(variant);
        new PackageExporter(WeightType.F32, Progress.NONE)
                .export(configuration, configuration.settings(), WeightOrigin.random(SEED), target);
        return ModelPackage.open(target);
    }

    private static double distance(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow((double) actual[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / norm);
    }

    /** [channels, h, w] → [h, w, channels]. */
    private static float[] channelsLast(GoldenTensors golden, String name) {
        float[] values = golden.floats(name);
        int channels = Math.toIntExact(golden.shape(name).get(0));
        int positions = values.length / channels;
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i % positions * channels + i / positions] = values[i];
        }
        return result;
    }
}
