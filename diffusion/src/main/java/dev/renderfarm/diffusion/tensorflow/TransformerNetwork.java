package dev.renderfarm.diffusion.tensorflow;

import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.nio.ByteBuffer;
import java.util.Arrays;
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

/** The SavedModel with the signature {@code denoise}. */
final class TransformerNetwork implements SavedNetwork {

    private final Network network;

    private TransformerNetwork(Network network) {
        this.network = network;
    }

    static TransformerNetwork load(ModelPackage model, DeviceSettings settings) {
        return new TransformerNetwork(Network.load(model.transformer(), "denoise", "velocity", settings));
    }

    float[] denoise(float[] latents, LatentShape shape, float time, List<Caption> captions) {
        float[] times = new float[captions.size()];
        Arrays.fill(times, time);
        int[] lengths = captions.stream().mapToInt(Caption::tokens).toArray();
        try (TFloat32 x = Numbers.latents(latents, shape, captions.size());
                TFloat32 t = TFloat32.vectorOf(times);
                TType caption = padded(captions);
                TInt32 captionLengths = TInt32.vectorOf(lengths)) {
            Map<String, Tensor> inputs =
                    Map.of("latents", x, "t", t, "caption", caption, "caption_lengths", captionLengths);
            return network.run(inputs, velocity -> Numbers.floats(velocity, latents.length));
        }
    }

    @Override
    public void close() {
        network.close();
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
