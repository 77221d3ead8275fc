package dev.renderfarm.modelexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Strength;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.Captions;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.network.LatentSampler;
import dev.renderfarm.diffusion.network.PixelBytes;
import dev.renderfarm.diffusion.sampling.ClassifierFreeGuidance;
import dev.renderfarm.diffusion.sampling.EditNoise;
import dev.renderfarm.diffusion.sampling.FlowMatchEuler;
import dev.renderfarm.diffusion.sampling.KnownRegion;
import dev.renderfarm.diffusion.sampling.LatentDistribution;
import dev.renderfarm.diffusion.sampling.LatentMask;
import dev.renderfarm.diffusion.sampling.LatentSamples;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.sampling.StepTable;
import dev.renderfarm.diffusion.sampling.TorchGenerator;
import dev.renderfarm.diffusion.tensorflow.DeviceSettings;
import dev.renderfarm.diffusion.tensorflow.PackagedModel;
import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pictures that begin with a picture are what the reference draws, from the encoder to the last byte. Latents in 32
 * bits: relative L2 of 1e-4, and 5e-4 from a flat grey canvas, which group norms enlarge; 6e-2 in bfloat16.
 */
class EditParityTest {

    private static final LatentShape SHAPE = new LatentShape(8, 12, 16);
    private static final int SCALE = 8;
    private static final int STEPS = 5;
    private static final double SHIFT = 3;
    private static final double F32 = 1e-4;
    private static final ClassifierFreeGuidance NONE = ClassifierFreeGuidance.of(0);
    private static final Map<WeightType, DiffusionModel> MODELS = new EnumMap<>(WeightType.class);

    @TempDir
    static Path folder;

    private static GoldenTensors golden;
    private static GoldenTensors reference;

    @BeforeAll
    static void export() throws IOException {
        golden = new GoldenTensors("edit/io.safetensors");
        reference = new GoldenTensors("edit/reference_io.safetensors");
        for (WeightType type : WeightType.values()) {
            ModelPackage exported =
                    GoldenPackage.export(GoldenTensors.path("edit/checkpoint"), type, folder.resolve(type.wireName()));
            MODELS.put(type, PackagedModel.load(exported, DeviceSettings.DEFAULTS));
        }
    }

    @AfterAll
    static void close() throws IOException {
        MODELS.values().forEach(DiffusionModel::close);
        golden.close();
        reference.close();
    }

    @Test
    void shouldFollowTheReferenceStepByStepWhenAllOfAPictureIsDrawnOver() throws InterruptedException {
        // Given
        KnownRegion picture = given("image", LatentMask.everything(SHAPE), EncodeMode.SAMPLE);
        StepTable table = table(0.6);
        // Then
        assertStepByStep("i2i", picture, table, 2);
    }

    @Test
    void shouldFollowTheReferenceStepByStepWhenPartOfAPictureIsKept() throws InterruptedException {
        // Given
        KnownRegion picture = given("image", mask("mask"), EncodeMode.SAMPLE);
        // Then
        assertStepByStep("inpaint", picture, table(0.8), 1);
    }

    @ParameterizedTest
    @CsvSource({
        "F32, i2i, image, , 0.6, SAMPLE, 1e-4",
        "F32, inpaint, image, mask, 0.8, SAMPLE, 1e-4",
        "F32, outpaint, outpaint.canvas, outpaint.mask, 1, MODE, 5e-4",
        "BF16, i2i, image, , 0.6, SAMPLE, 6e-2",
        "BF16, inpaint, image, mask, 0.8, SAMPLE, 6e-2",
        "BF16, outpaint, outpaint.canvas, outpaint.mask, 1, MODE, 6e-2"
    })
    void shouldDrawWhatTheReferenceDraws(
            WeightType type,
            String name,
            String image,
            @Nullable String mask,
            double strength,
            EncodeMode mode,
            double limit)
            throws InterruptedException {
        // Given
        LatentMask repaint = mask == null ? LatentMask.everything(SHAPE) : mask(mask);
        KnownRegion picture = known(model(type).encodePictures(golden.bytes(image), SHAPE, 1), repaint, mode);
        // When
        float[] latents = sampled(type, picture, table(strength), NONE);
        // Then
        assertThat(distance(latents, golden.channelsLast(name + ".latents", 16)))
                .isLessThan(limit);
        assertThat(distance(latents, reference.channelsLast(name + ".latents", 16)))
                .isLessThan(limit);
        if (type == WeightType.F32) {
            assertPicture(model(type).decode(latents, SHAPE, 1), golden.bytes(name + ".u8"));
        }
    }

    @Test
    void shouldDrawWhatTheReferenceDrawsWhenItIsGuided() throws InterruptedException {
        // Given
        ClassifierFreeGuidance guidance = new ClassifierFreeGuidance(4, 1.0, null);
        KnownRegion picture = given("image", LatentMask.everything(SHAPE), EncodeMode.SAMPLE);
        // When
        float[] latents = sampled(WeightType.F32, picture, table(0.6), guidance);
        // Then
        assertThat(distance(latents, golden.channelsLast("i2i_cfg.latents", 16)))
                .isLessThan(F32);
        assertPicture(model(WeightType.F32).decode(latents, SHAPE, 1), golden.bytes("i2i_cfg.u8"));
    }

    @ParameterizedTest
    @CsvSource({"i2i_seed, false, 0.6", "inpaint_seed, true, 0.8"})
    void shouldDrawFromASeedAsTheReferenceDoes(String name, boolean masked, double strength)
            throws InterruptedException {
        // Given
        LatentMask repaint = masked ? mask("mask") : LatentMask.everything(SHAPE);
        KnownRegion picture = model(WeightType.F32)
                .encodePictures(golden.bytes("image"), SHAPE, 1)
                .under(repaint, EditNoise.draw(EncodeMode.SAMPLE, SHAPE, new TorchGenerator(7)));
        // When
        float[] latents = sampled(WeightType.F32, picture, table(strength), NONE);
        // Then
        assertThat(distance(latents, reference.channelsLast(name + ".latents", 16)))
                .isLessThan(F32);
        assertPicture(model(WeightType.F32).decode(latents, SHAPE, 1), reference.bytes(name + ".u8"));
    }

    @Test
    void shouldEncodeInTilesAsTheReferenceDoesWhenAPictureIsLarger() throws IOException {
        // Given: as much memory as a tile of 64 pixels takes
        ModelPackage exported = ModelPackage.open(folder.resolve("f32"));
        LatentShape shape = new LatentShape(11, 19, 16);
        byte[] image = golden.bytes("tiled.image");
        try (DiffusionModel model =
                PackagedModel.oneAtATime(exported, DeviceSettings.DEFAULTS.withVaeMemory(64 * 64 * 3072L))) {
            // When
            float[] moments = model.moments(PixelBytes.pixels(image), shape);
            LatentDistribution tiled = model.encodePictures(image, shape, 1);
            // Then
            float[] expected = golden.channelsLast("tiled.moments", 32);
            assertThat(distance(moments, expected)).isLessThan(F32);
            assertThat(distance(moments, golden.channelsLast("untiled.moments", 32)))
                    .isGreaterThan(1e-2);
            for (int k = 0; k < shape.size(); k++) {
                float mean = expected[k / 16 * 32 + k % 16];
                assertThat(tiled.mean()[k]).isCloseTo((mean - 0.1159f) * 0.3611f, within(1e-4f));
            }
        }
    }

    private static void assertStepByStep(String name, KnownRegion picture, StepTable table, int first)
            throws InterruptedException {
        LatentSamples samples = LatentSamples.of(SHAPE, List.of(picture), table.level(0));
        assertThat(distance(samples.values(), golden.channelsLast(name + ".trace.start", 16)))
                .isLessThan(F32);
        for (int i = 0; i < table.length(); i++) {
            StepTable one = new StepTable(List.of(table.step(i)), table.levels().subList(i, i + 2));
            new LatentSampler(model(WeightType.F32)).sample(samples, captions(NONE), one, NONE, Cancellation.NEVER);
            assertThat(distance(samples.values(), golden.channelsLast(name + ".trace.after" + (first + i), 16)))
                    .as("after step %d", first + i)
                    .isLessThan(F32);
        }
        assertThat(distance(samples.values(), golden.channelsLast(name + ".latents", 16)))
                .isLessThan(F32);
    }

    private static float[] sampled(
            WeightType type, KnownRegion picture, StepTable table, ClassifierFreeGuidance guidance)
            throws InterruptedException {
        LatentSamples samples = LatentSamples.of(SHAPE, List.of(picture), table.level(0));
        new LatentSampler(model(type)).sample(samples, captions(guidance), table, guidance, Cancellation.NEVER);
        return samples.values();
    }

    private static StepTable table(double strength) {
        return FlowMatchEuler.table(STEPS, SHIFT).from(new Strength(strength).firstStep(STEPS));
    }

    private static KnownRegion given(String image, LatentMask mask, EncodeMode mode) {
        return known(model(WeightType.F32).encodePictures(golden.bytes(image), SHAPE, 1), mask, mode);
    }

    private static KnownRegion known(LatentDistribution distribution, LatentMask mask, EncodeMode mode) {
        float[] ofEncoder = mode == EncodeMode.MODE ? null : golden.channelsLast("noise.posterior", 16);
        return distribution.under(mask, new EditNoise(ofEncoder, golden.channelsLast("noise", 16)));
    }

    private static LatentMask mask(String name) {
        LatentMask mask = LatentMask.of(golden.bytes(name), SHAPE, SCALE, MaskToLatents.NEAREST);
        float[] expected = golden.floats(name.equals("mask") ? "inpaint.latent_mask" : "outpaint.latent_mask");
        for (int i = 0; i < expected.length; i++) {
            assertThat(mask.repaint()[i]).isEqualTo(expected[i] == 1);
        }
        return mask;
    }

    private static Captions captions(ClassifierFreeGuidance guidance) {
        return new Captions(List.of(caption("pe")), guidance.isOn() ? List.of(caption("ne")) : List.of());
    }

    /** What goes into a transformer is f32, whatever its weights are. */
    private static Caption caption(String name) {
        float[] values = golden.floats(name);
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new Caption(Math.toIntExact(golden.shape(name).get(0)), bytes.array());
    }

    private static DiffusionModel model(WeightType type) {
        return Objects.requireNonNull(MODELS.get(type));
    }

    /** At most 2 levels, 0.05 on average. */
    private static void assertPicture(byte[] actual, byte[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        long sum = 0;
        for (int i = 0; i < expected.length; i++) {
            int difference = Math.abs(Byte.toUnsignedInt(actual[i]) - Byte.toUnsignedInt(expected[i]));
            assertThat(difference).isLessThanOrEqualTo(2);
            sum += difference;
        }
        assertThat((double) sum / expected.length).isLessThanOrEqualTo(0.05);
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
