package dev.renderfarm.modelexport.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * Exported and loaded again, the encoder computes what the reference does: 1e-4 in 32 bits, 3e-2 in bfloat16, relative
 * L2.
 */
class EncoderParityTest {

    private static final int CHANNELS = 16;
    private static final int COLOURS = 3;
    private static final Map<WeightType, SavedModelBundle> ENCODERS = new EnumMap<>(WeightType.class);

    @TempDir
    static Path folder;

    private static GoldenTensors golden;

    @BeforeAll
    static void export() throws IOException {
        golden = new GoldenTensors("edit/io.safetensors");
        for (WeightType type : WeightType.values()) {
            ModelPackage exported =
                    GoldenPackage.export(GoldenTensors.path("edit/checkpoint"), type, folder.resolve(type.wireName()));
            ENCODERS.put(type, SavedModelBundle.load(exported.vaeEncoder().toString(), SavedModelBundle.DEFAULT_TAG));
        }
    }

    @AfterAll
    static void close() throws IOException {
        ENCODERS.values().forEach(SavedModelBundle::close);
        golden.close();
    }

    /** Each stage is the sum or the convolution that the named bias ends in. */
    @ParameterizedTest
    @CsvSource({
        "conv_in, encoder.conv_in.bias, BiasAdd",
        "down_blocks.0, encoder.down_blocks.0.downsamplers.0.conv.bias, BiasAdd",
        "down_blocks.1, encoder.down_blocks.1.downsamplers.0.conv.bias, BiasAdd",
        "down_blocks.2, encoder.down_blocks.2.downsamplers.0.conv.bias, BiasAdd",
        "down_blocks.3, encoder.down_blocks.3.resnets.0.conv2.bias, Add",
        "mid_block, encoder.mid_block.resnets.1.conv2.bias, Add"
    })
    void shouldComputeAsTheReferenceStageByStage(String stage, String bias, String operation) {
        // Given
        SavedModelBundle encoder = encoder(WeightType.F32);
        String name = "encode.trace." + stage;
        // When
        float[] values;
        try (TUint8 image = image();
                Result result = encoder.session()
                        .runner()
                        .feed("image", image)
                        .fetch(output(encoder.metaGraphDef().getGraphDef(), bias, operation))
                        .run()) {
            values = floats(result.get(0));
        }
        // Then
        int channels = Math.toIntExact(golden.shape(name).get(0));
        assertThat(distance(values, golden.channelsLast(name, channels))).isLessThan(1e-4);
    }

    @ParameterizedTest
    @EnumSource
    void shouldEncodeAsTheReferenceWhenLatentsAreDrawnOrTheMode(WeightType type) {
        // When
        float[] mean;
        float[] deviation;
        try (TUint8 image = image();
                Result result = encoder(type).function("encode").call(Map.of("image", image))) {
            mean = floats(result.get("mean").orElseThrow());
            deviation = floats(result.get("deviation").orElseThrow());
        }
        // Then
        float[] drawn = golden.channelsLast("noise.posterior", CHANNELS);
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = mean[i] + deviation[i] * drawn[i];
        }
        assertThat(distance(mean, golden.channelsLast("encode.mode", CHANNELS))).isLessThan(limit(type));
        assertThat(distance(drawn, golden.channelsLast("encode.sample", CHANNELS)))
                .isLessThan(limit(type));
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheMomentsOfTheReferenceWhenPixelsAreNotBytesYet(WeightType type) {
        // When
        float[] moments = moments(type, "image");
        // Then
        assertThat(distance(moments, golden.channelsLast("encode.moments", 2 * CHANNELS)))
                .isLessThan(limit(type));
    }

    @Test
    void shouldGiveTheMomentsOfTheReferenceWhenSidesAreNoPowersOfTwo() {
        assertThat(distance(
                        moments(WeightType.F32, "tiled.image"), golden.channelsLast("untiled.moments", 2 * CHANNELS)))
                .isLessThan(1e-4);
    }

    @Test
    void shouldGiveTheSameLatentsWhenTheyAreEncodedInTwoParts() {
        // Given
        float[] moments = moments(WeightType.F32, "image");
        // When
        float[] mean;
        float[] deviation;
        try (TFloat32 given =
                        TFloat32.tensorOf(Shape.of(1, 8, 12, 2 * CHANNELS), DataBuffers.of(moments, true, false));
                Result result = encoder(WeightType.F32).function("distribution").call(Map.of("moments", given))) {
            mean = floats(result.get("mean").orElseThrow());
            deviation = floats(result.get("deviation").orElseThrow());
        }
        // Then
        try (TUint8 image = image();
                Result whole = encoder(WeightType.F32).function("encode").call(Map.of("image", image))) {
            assertThat(distance(mean, floats(whole.get("mean").orElseThrow()))).isLessThan(1e-6);
            assertThat(distance(deviation, floats(whole.get("deviation").orElseThrow())))
                    .isLessThan(1e-6);
        }
    }

    private static float[] moments(WeightType type, String name) {
        byte[] bytes = golden.bytes(name);
        float[] pixels = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            pixels[i] = Byte.toUnsignedInt(bytes[i]) / 255f * 2f - 1f;
        }
        try (TFloat32 given = TFloat32.tensorOf(shape(name), DataBuffers.of(pixels, true, false));
                Result result = encoder(type).function("encode_moments").call(Map.of("pixels", given))) {
            return floats(result.get("moments").orElseThrow());
        }
    }

    private static TUint8 image() {
        return TUint8.tensorOf(shape("image"), DataBuffers.of(golden.bytes("image"), true, false));
    }

    private static Shape shape(String image) {
        List<Long> sizes = golden.shape(image);
        return Shape.of(1, sizes.get(0), sizes.get(1), COLOURS);
    }

    private static SavedModelBundle encoder(WeightType type) {
        return Objects.requireNonNull(ENCODERS.get(type));
    }

    /** Name of the operation of that kind to which a variable is brought, over those in between. */
    private static String output(GraphDef graph, String variable, String operation) {
        NodeDef node = user(graph, variable);
        while (!node.getOp().startsWith(operation)) {
            node = user(graph, node.getName());
        }
        return node.getName();
    }

    private static NodeDef user(GraphDef graph, String name) {
        return graph.getNodeList().stream()
                .filter(node ->
                        node.getInputList().contains(name) && !node.getOp().startsWith("Assign"))
                .filter(node -> !node.getOp().startsWith("Save"))
                .findFirst()
                .orElseThrow();
    }

    private static float[] floats(Tensor tensor) {
        float[] values = new float[(int) tensor.shape().size()];
        tensor.asRawTensor().data().asFloats().read(values);
        return values;
    }

    private static double limit(WeightType type) {
        return type == WeightType.F32 ? 1e-4 : 3e-2;
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
}
