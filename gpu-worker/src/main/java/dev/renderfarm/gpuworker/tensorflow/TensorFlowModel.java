package dev.renderfarm.gpuworker.tensorflow;

import dev.renderfarm.gpuworker.render.Caption;
import dev.renderfarm.gpuworker.render.DiffusionModel;
import dev.renderfarm.gpuworker.sampling.LatentShape;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tensorflow.RawTensor;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** {@link DiffusionModel} out of the three SavedModels of a model package. */
final class TensorFlowModel implements DiffusionModel {

    private final Network textEncoder;
    private final Network transformer;
    private final Network vaeDecoder;
    private final Network pixelDecoder;
    private final String device;

    private TensorFlowModel(Network textEncoder, Network transformer, Network vaeDecoder, String device) {
        this.textEncoder = textEncoder;
        this.transformer = transformer;
        this.vaeDecoder = vaeDecoder;
        this.pixelDecoder = vaeDecoder.sibling("decode_pixels", "pixels");
        this.device = device;
    }

    /** Loads all weights onto the device. */
    static TensorFlowModel load(ModelPackage model, DeviceSettings settings) {
        List<Network> loaded = new ArrayList<>();
        try {
            String device = Devices.best(settings);
            loaded.add(Network.load(model.textEncoder(), "encode", "caption", settings));
            loaded.add(Network.load(model.transformer(), "denoise", "velocity", settings));
            loaded.add(Network.load(model.vaeDecoder(), "decode", "image", settings));
            return new TensorFlowModel(loaded.get(0), loaded.get(1), loaded.get(2), device);
        } catch (RuntimeException e) {
            loaded.forEach(Network::close);
            throw e;
        }
    }

    @Override
    public Caption encode(int[] tokenIds) {
        try (TInt32 ids = TInt32.tensorOf(Shape.of(1, tokenIds.length), DataBuffers.of(tokenIds, true, false));
                TInt32 lengths = TInt32.vectorOf(tokenIds.length)) {
            byte[] values = textEncoder.run(Map.of("token_ids", ids, "lengths", lengths), TensorFlowModel::bytes);
            return new Caption(tokenIds.length, values);
        }
    }

    @Override
    public float[] denoise(float[] latents, LatentShape shape, float time, List<Caption> captions) {
        float[] times = new float[captions.size()];
        Arrays.fill(times, time);
        int[] lengths = captions.stream().mapToInt(Caption::tokens).toArray();
        try (TFloat32 x = latents(latents, shape, captions.size());
                TFloat32 t = TFloat32.vectorOf(times);
                TType caption = padded(captions);
                TInt32 captionLengths = TInt32.vectorOf(lengths)) {
            Map<String, Tensor> inputs =
                    Map.of("latents", x, "t", t, "caption", caption, "caption_lengths", captionLengths);
            return transformer.run(inputs, velocity -> floats(velocity, latents.length));
        }
    }

    @Override
    public byte[] decode(float[] latents, LatentShape shape, int samples) {
        try (TFloat32 x = latents(latents, shape, samples)) {
            return vaeDecoder.run(Map.of("latents", x), TensorFlowModel::bytes);
        }
    }

    @Override
    public float[] decodePixels(float[] latents, LatentShape shape) {
        try (TFloat32 x = latents(latents, shape, 1)) {
            return pixelDecoder.run(
                    Map.of("latents", x), pixels -> floats(pixels, Math.toIntExact(pixels.numBytes() / Float.BYTES)));
        }
    }

    @Override
    public String device() {
        return device;
    }

    @Override
    public void close() {
        vaeDecoder.close();
        transformer.close();
        textEncoder.close();
    }

    private static TFloat32 latents(float[] values, LatentShape shape, int samples) {
        return TFloat32.tensorOf(
                Shape.of(samples, shape.height(), shape.width(), shape.channels()),
                DataBuffers.of(values, true, false));
    }

    /** [samples, longest, width], shorter captions followed by zeros. */
    private TType padded(List<Caption> captions) {
        DataType type = transformer.inputType("caption");
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

    private static byte[] bytes(RawTensor tensor) {
        byte[] values = new byte[Math.toIntExact(tensor.numBytes())];
        tensor.data().read(values);
        return values;
    }

    private static float[] floats(RawTensor tensor, int count) {
        float[] values = new float[count];
        tensor.data().asFloats().read(values);
        return values;
    }
}
