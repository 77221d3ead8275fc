package dev.renderfarm.modelexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Exported and loaded again, the networks compute what the reference does: 1e-4 in 32 bits, 3e-2 in bfloat16, relative
 * L2.
 */
class GoldenParityTest {

    private static final int CHANNELS = 16;
    private static final int WIDTH = 32;
    private static final double SCALING = 0.3611;
    private static final double SHIFT = 0.1159;

    @TempDir
    static Path folder;

    private static final Map<WeightType, LoadedModel> MODELS = new EnumMap<>(WeightType.class);
    private static GoldenTensors transformer;
    private static GoldenTensors textEncoder;
    private static GoldenTensors vae;

    @BeforeAll
    static void export() throws IOException {
        Path checkpoint = GoldenPackage.layOut(folder.resolve("checkpoint"));
        for (WeightType type : WeightType.values()) {
            ModelPackage exported = GoldenPackage.export(checkpoint, type, folder.resolve(type.wireName()));
            MODELS.put(type, new LoadedModel(exported));
        }
        transformer = new GoldenTensors("dit_a_io.safetensors");
        textEncoder = new GoldenTensors("qwen_io.safetensors");
        vae = new GoldenTensors("vae_io.safetensors");
    }

    @AfterAll
    static void close() throws IOException {
        MODELS.values().forEach(LoadedModel::close);
        transformer.close();
        textEncoder.close();
        vae.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldDenoiseAsTheReferenceWhenImageAndCaptionArePadded(WeightType type) {
        assertSingle(type, "pad", 0);
    }

    @ParameterizedTest
    @EnumSource
    void shouldDenoiseAsTheReferenceWhenNothingIsPadded(WeightType type) {
        assertSingle(type, "nopad", 0);
    }

    @ParameterizedTest
    @EnumSource
    void shouldDenoiseEachOfTwoResolutionsAsTheReferenceDoesInOneBatch(WeightType type) {
        assertSingle(type, "mixres", 0);
        assertSingle(type, "mixres", 1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldDenoiseABatchAsTheReferenceWhenItsCaptionsDifferInLength(WeightType type) {
        // Given
        float[] latents = join(channelsLast("batch.x0"), channelsLast("batch.x1"));
        float[] shortCaption = transformer.floats("batch.cap1");
        float[] filled = Arrays.copyOf(shortCaption, 40 * WIDTH);
        // what lies beyond a caption's length must not matter
        Arrays.fill(filled, shortCaption.length, filled.length, 77f);
        float[] captions = join(transformer.floats("batch.cap0"), filled);
        // When
        float[] velocity = model(type)
                .denoise(
                        latents,
                        new long[] {2, 8, 8, CHANNELS},
                        transformer.floats("batch.t"),
                        captions,
                        new long[] {2, 40, WIDTH},
                        40,
                        5);
        // Then
        int half = velocity.length / 2;
        assertClose(type, Arrays.copyOf(velocity, half), negated(channelsLast("batch.y0")));
        assertClose(type, Arrays.copyOfRange(velocity, half, 2 * half), negated(channelsLast("batch.y1")));
    }

    @ParameterizedTest
    @EnumSource
    void shouldEncodeAsTheReferenceWhenPromptsAreAloneOrPadded(WeightType type) throws IOException {
        // Given
        int[] shorter = textEncoder.ints("ids0");
        int[] longer = textEncoder.ints("ids1");
        LoadedModel model = model(type);
        // When
        float[] alone = model.encode(new int[][] {shorter}, shorter.length);
        float[] together = model.encode(
                new int[][] {Arrays.copyOf(shorter, longer.length), longer}, shorter.length, longer.length);
        // Then
        float[] expectedShorter = textEncoder.floats("hidden0.after3");
        assertClose(type, alone, expectedShorter);
        assertClose(type, Arrays.copyOf(together, expectedShorter.length), expectedShorter);
        assertThat(Arrays.copyOfRange(together, expectedShorter.length, longer.length * WIDTH))
                .containsOnly(0f);
        assertClose(
                type,
                Arrays.copyOfRange(together, longer.length * WIDTH, together.length),
                textEncoder.floats("hidden1.after3"));
    }

    @ParameterizedTest
    @EnumSource
    void shouldDecodeAsTheReferenceWhenLatentsAreScaled(WeightType type) {
        // Given
        float[] z = lastAxis(vae.floats("z"), CHANNELS);
        float[] latents = new float[z.length];
        for (int i = 0; i < z.length; i++) {
            latents[i] = (float) ((z[i] - SHIFT) * SCALING);
        }
        float[] expected = lastAxis(vae.floats("y"), 3);
        // When
        float[] pixels = model(type).decodePixels(latents, 1, 13, 20, CHANNELS);
        byte[] image = model(type).decode(latents, 1, 13, 20, CHANNELS);
        // Then
        assertClose(type, pixels, expected);
        for (int i = 0; i < image.length; i++) {
            double value = Math.max(0, Math.min(1, pixels[i] * 0.5 + 0.5)) * 255;
            assertThat((double) (image[i] & 0xff)).isCloseTo(value, within(0.5001));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldDecodeEachPictureAsByItselfWhenTwoOfUnlikeStatisticsAreDecodedAtOnce(WeightType type) {
        // Given
        float[] one = lastAxis(vae.floats("z"), CHANNELS);
        float[] other = new float[one.length];
        float[] both = Arrays.copyOf(one, 2 * one.length);
        for (int i = 0; i < one.length; i++) {
            other[i] = 3 * one[one.length - 1 - i] + 1;
            both[one.length + i] = other[i];
        }
        float[] first = model(type).decodePixels(one, 1, 13, 20, CHANNELS);
        float[] second = model(type).decodePixels(other, 1, 13, 20, CHANNELS);
        // When
        float[] pixels = model(type).decodePixels(both, 2, 13, 20, CHANNELS);
        // Then
        assertClose(type, Arrays.copyOfRange(pixels, 0, first.length), first);
        assertClose(type, Arrays.copyOfRange(pixels, first.length, pixels.length), second);
    }

    private static LoadedModel model(WeightType type) {
        return Objects.requireNonNull(MODELS.get(type));
    }

    private static void assertSingle(WeightType type, String name, int index) {
        // Given
        String latents = name + ".x" + index;
        String caption = name + ".cap" + index;
        var shape = transformer.shape(latents);
        int length = Math.toIntExact(transformer.shape(caption).get(0));
        // When
        float[] velocity = model(type)
                .denoise(
                        channelsLast(latents),
                        new long[] {1, shape.get(2), shape.get(3), CHANNELS},
                        new float[] {transformer.floats(name + ".t")[index]},
                        transformer.floats(caption),
                        new long[] {1, length, WIDTH},
                        length);
        // Then
        assertClose(type, velocity, negated(channelsLast(name + ".y" + index)));
    }

    private static void assertClose(WeightType type, float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow((double) actual[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        assertThat(Math.sqrt(difference / norm)).isLessThan(type == WeightType.F32 ? 1e-4 : 3e-2);
    }

    private static float[] channelsLast(String name) {
        return lastAxis(transformer.floats(name), CHANNELS);
    }

    /** [channels, positions] → [positions, channels]. */
    private static float[] lastAxis(float[] values, int channels) {
        int positions = values.length / channels;
        float[] result = new float[values.length];
        for (int c = 0; c < channels; c++) {
            for (int p = 0; p < positions; p++) {
                result[p * channels + c] = values[c * positions + p];
            }
        }
        return result;
    }

    private static float[] negated(float[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = -values[i];
        }
        return result;
    }

    private static float[] join(float[] first, float[] second) {
        float[] result = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, result, first.length, second.length);
        return result;
    }
}
