package dev.renderfarm.diffusion.tensorflow;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * The SavedModel with the signature {@code denoise}. It is given those of these inputs that the signature names: {@code
 * latents}, {@code t}, {@code caption}, {@code caption_lengths}, {@code pooled} and {@code sizes}. A network that is not
 * told how long captions are runs once for each length in a micro-batch.
 */
final class DenoiserNetwork implements SavedNetwork {

    private static final String LENGTHS = "caption_lengths";
    private static final String POOLED = "pooled";
    private static final String SIZES = "sizes";

    private final Network network;

    private DenoiserNetwork(Network network) {
        this.network = network;
    }

    static DenoiserNetwork load(ModelPackage model, DeviceSettings settings) {
        boolean predictsVelocity = model.manifest().family().equals(ModelManifest.Z_IMAGE);
        String output = predictsVelocity ? "velocity" : "prediction";
        return new DenoiserNetwork(Network.load(model.denoiser(), "denoise", output, settings));
    }

    float[] denoise(float[] latents, LatentShape shape, float time, List<Caption> captions) {
        if (network.hasInput(LENGTHS)) {
            return run(latents, shape, time, captions);
        }
        Map<Integer, List<Integer>> byLength = new LinkedHashMap<>();
        for (int i = 0; i < captions.size(); i++) {
            byLength.computeIfAbsent(captions.get(i).tokens(), length -> new ArrayList<>())
                    .add(i);
        }
        return byLength.size() == 1
                ? run(latents, shape, time, captions)
                : runEach(byLength, latents, shape, time, captions);
    }

    @Override
    public void close() {
        network.close();
    }

    private float[] runEach(
            Map<Integer, List<Integer>> groups,
            float[] latents,
            LatentShape shape,
            float time,
            List<Caption> captions) {
        int size = shape.size();
        float[] all = new float[latents.length];
        for (List<Integer> group : groups.values()) {
            float[] some = new float[group.size() * size];
            for (int i = 0; i < group.size(); i++) {
                System.arraycopy(latents, group.get(i) * size, some, i * size, size);
            }
            float[] predicted =
                    run(some, shape, time, group.stream().map(captions::get).toList());
            for (int i = 0; i < group.size(); i++) {
                System.arraycopy(predicted, i * size, all, group.get(i) * size, size);
            }
        }
        return all;
    }

    private float[] run(float[] latents, LatentShape shape, float time, List<Caption> captions) {
        float[] times = new float[captions.size()];
        Arrays.fill(times, time);
        Map<String, Tensor> inputs = new HashMap<>();
        try {
            inputs.put("latents", Numbers.latents(latents, shape, captions.size()));
            inputs.put("t", TFloat32.vectorOf(times));
            inputs.put("caption", padded(captions));
            if (network.hasInput(LENGTHS)) {
                inputs.put(
                        LENGTHS,
                        TInt32.vectorOf(
                                captions.stream().mapToInt(Caption::tokens).toArray()));
            }
            if (network.hasInput(POOLED)) {
                inputs.put(
                        POOLED,
                        rows(POOLED, captions.stream().map(Caption::pooled).toList()));
            }
            if (network.hasInput(SIZES)) {
                inputs.put(
                        SIZES, rows(SIZES, captions.stream().map(Caption::sizes).toList()));
            }
            return network.run(inputs, predicted -> Numbers.floats(predicted, latents.length));
        } finally {
            inputs.values().forEach(Tensor::close);
        }
    }

    /** [samples, width]. */
    private static TFloat32 rows(String input, List<float[]> rows) {
        int width = rows.get(0).length;
        float[] all = new float[rows.size() * width];
        for (int i = 0; i < rows.size(); i++) {
            if (width == 0 || rows.get(i).length != width) {
                throw new IllegalArgumentException(
                        "the network wants " + input + " of every caption, all of one width");
            }
            System.arraycopy(rows.get(i), 0, all, i * width, width);
        }
        return TFloat32.tensorOf(Shape.of(rows.size(), width), DataBuffers.of(all, true, false));
    }

    /** [samples, longest, width], shorter captions followed by zeros. */
    private TType padded(List<Caption> captions) {
        DataType type = network.inputType("caption");
        int longest = captions.stream().mapToInt(Caption::tokens).max().orElseThrow();
        int rowBytes = captions.get(0).rowBytes();
        ByteBuffer values = ByteBuffer.allocate(captions.size() * longest * rowBytes);
        for (int i = 0; i < captions.size(); i++) {
            values.position(i * longest * rowBytes).put(captions.get(i).values());
        }
        Shape shape = Shape.of(captions.size(), longest, rowBytes / bytesOf(type));
        return Tensor.of(classOf(type), shape, DataBuffers.of(values.array(), true, false));
    }

    private static Class<? extends TType> classOf(DataType type) {
        return switch (type) {
            case DT_FLOAT -> TFloat32.class;
            case DT_BFLOAT16 -> TBfloat16.class;
            default ->
                throw new IllegalArgumentException(
                        "captions of type " + type + " are not supported, only f32 and bf16; export the package again");
        };
    }

    private static int bytesOf(DataType type) {
        return type == DataType.DT_FLOAT ? Float.BYTES : Short.BYTES;
    }
}
