package dev.renderfarm.modelexport.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.tensorflow.DeviceSettings;
import dev.renderfarm.diffusion.tensorflow.PackagedModel;
import dev.renderfarm.modelexport.architecture.StableDiffusionSizes;
import dev.renderfarm.modelexport.checkpoint.CheckpointConfiguration;
import dev.renderfarm.modelexport.checkpoint.FolderFiles;
import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.BiFunction;

/** The golden checkpoints of Stable Diffusion, and what the reference gives for them. */
final class StableDiffusionGolden {

    static final int CHANNELS = 4;
    static final int SCALE = 8;

    /** @param family folder of the golden checkpoint: {@code sd15} or {@code sdxl} */
    static Path checkpoint(String family) {
        return GoldenTensors.path("sdxl/" + family);
    }

    static CheckpointConfiguration configuration(String family) {
        return CheckpointConfiguration.read(new FolderFiles(checkpoint(family)));
    }

    static StableDiffusionSizes sizes(String family) {
        return (StableDiffusionSizes) configuration(family).sizes();
    }

    static ModelPackage export(String family, WeightType type, Path target) throws IOException {
        return export(family, type, target, (origin, sizes) -> origin);
    }

    static ModelPackage export(
            String family,
            WeightType type,
            Path target,
            BiFunction<WeightOrigin, StableDiffusionSizes, WeightOrigin> changed)
            throws IOException {
        CheckpointConfiguration read = configuration(family);
        StableDiffusionSizes sizes = (StableDiffusionSizes) read.sizes();
        WeightOrigin origin = changed.apply(WeightOrigin.ofFolder(checkpoint(family)), sizes);
        new PackageExporter(type, Progress.NONE).export(read, read.settings(), origin, target);
        return ModelPackage.open(target);
    }

    static DiffusionModel load(ModelPackage exported) {
        return PackagedModel.load(exported, DeviceSettings.DEFAULTS);
    }

    static LatentShape shape(GoldenTensors golden, String latents) {
        var sizes = golden.shape(latents);
        return new LatentShape(
                Math.toIntExact(sizes.get(2)), Math.toIntExact(sizes.get(3)), Math.toIntExact(sizes.get(1)));
    }

    /** A golden caption, with its pooled one where there is one. */
    static Caption caption(GoldenTensors golden, String name, boolean pooled, float... sizes) {
        float[] values = golden.floats(name + ".caption");
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        int tokens = Math.toIntExact(golden.shape(name + ".caption").get(1));
        return new Caption(tokens, bytes.array(), pooled ? golden.floats(name + ".pooled") : new float[0], sizes);
    }

    static float[] floats(Caption caption) {
        var buffer =
                ByteBuffer.wrap(caption.values()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] floats = new float[buffer.remaining()];
        buffer.get(floats);
        return floats;
    }

    static void assertClose(float[] actual, float[] expected, double limit) {
        assertThat(actual).hasSameSizeAs(expected);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow((double) actual[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        assertThat(Math.sqrt(difference / norm)).isLessThan(limit);
    }

    private StableDiffusionGolden() {}
}
