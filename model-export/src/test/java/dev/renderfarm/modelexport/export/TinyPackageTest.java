package dev.renderfarm.modelexport.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.modelexport.checkpoint.CheckpointConfiguration;
import dev.renderfarm.modelexport.checkpoint.ShippedFiles;
import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import dev.renderfarm.modelpackage.tokenizer.PromptTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tiny model renders pictures that can stand for a real model's in tests and demonstrations. */
class TinyPackageTest {

    private static final int CHANNELS = 16;
    private static final int STEPS = 8;
    private static final double SHIFT = 3;

    @TempDir
    static Path folder;

    private static ModelPackage tiny;
    private static LoadedModel model;
    private static PromptTokenizer tokenizer;

    @BeforeAll
    static void export() throws IOException {
        CheckpointConfiguration configuration = CheckpointConfiguration.read(new ShippedFiles("tiny"));
        new PackageExporter(WeightType.F32, Progress.NONE)
                .export(configuration, configuration.settings(), WeightOrigin.random(1), folder.resolve("tiny"));
        tiny = ModelPackage.open(folder.resolve("tiny"));
        model = new LoadedModel(tiny);
        tokenizer = tiny.openTokenizer();
    }

    @AfterAll
    static void close() {
        tokenizer.close();
        model.close();
    }

    @Test
    void shouldGiveTheSamePictureWhenPromptAndSeedAreTheSame() {
        assertThat(render("a red mug", 1, 256, 256)).isEqualTo(render("a red mug", 1, 256, 256));
    }

    @Test
    void shouldGiveAVisiblyDifferentPictureWhenThePromptOrTheSeedDiffers() {
        // Given
        byte[] picture = render("a red mug", 1, 256, 256);
        // When
        byte[] otherPrompt = render("a blue teapot on a wooden table", 1, 256, 256);
        byte[] chinese = render("\u4e00\u4e2a\u7ea2\u8272\u7684\u676f\u5b50", 1, 256, 256);
        byte[] otherSeed = render("a red mug", 2, 256, 256);
        // Then
        assertThat(distance(picture, otherPrompt)).isGreaterThan(20);
        assertThat(distance(picture, chinese)).isGreaterThan(20);
        assertThat(distance(picture, otherSeed)).isGreaterThan(20);
    }

    @Test
    void shouldRenderPicturesOfManyTonesWhenTheSizeIsAnyThatIsAllowed() {
        for (int[] size : new int[][] {{64, 64}, {96, 160}, {256, 256}, {512, 384}}) {
            // When
            byte[] picture = render("a red mug", 7, size[0], size[1]);
            // Then
            assertThat(picture).hasSize(size[0] * size[1] * 3);
            assertThat(deviation(picture)).isGreaterThan(15);
            long saturated = IntStream.range(0, picture.length)
                    .filter(i -> (picture[i] & 0xff) == 0 || (picture[i] & 0xff) == 255)
                    .count();
            assertThat(saturated).isLessThan(picture.length / 4);
        }
    }

    private static byte[] render(String prompt, long seed, int width, int height) {
        int[] ids = tokenizer.encode(prompt);
        float[] caption = model.encode(new int[][] {ids}, ids.length);
        int h = height / tiny.manifest().latent().scale();
        int w = width / tiny.manifest().latent().scale();
        long[] shape = {1, h, w, CHANNELS};
        float[] x = new float[h * w * CHANNELS];
        Random random = new Random(seed);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        for (int step = 0; step < STEPS; step++) {
            double sigma = sigma(step);
            float[] velocity = model.denoise(
                    x,
                    shape,
                    new float[] {(float) (1 - sigma)},
                    caption,
                    new long[] {1, ids.length, caption.length / ids.length},
                    ids.length);
            for (int i = 0; i < x.length; i++) {
                x[i] += (float) ((sigma(step + 1) - sigma) * velocity[i]);
            }
        }
        return model.decode(x, shape);
    }

    private static double sigma(int step) {
        double s = (double) (STEPS - step) / STEPS;
        return SHIFT * s / (1 + (SHIFT - 1) * s);
    }

    private static double distance(byte[] a, byte[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> Math.abs((a[i] & 0xff) - (b[i] & 0xff)))
                .average()
                .orElseThrow();
    }

    private static double deviation(byte[] picture) {
        double mean = IntStream.range(0, picture.length)
                .mapToDouble(i -> picture[i] & 0xff)
                .average()
                .orElseThrow();
        double variance = IntStream.range(0, picture.length)
                .mapToDouble(i -> Math.pow((picture[i] & 0xff) - mean, 2))
                .average()
                .orElseThrow();
        return Math.sqrt(variance);
    }
}
