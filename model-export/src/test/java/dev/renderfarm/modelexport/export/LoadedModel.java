package dev.renderfarm.modelexport.export;

import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.nio.file.Path;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.SessionFunction;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The three SavedModels of a package, called as a renderer calls them. */
public final class LoadedModel implements AutoCloseable {

    private final SavedModelBundle textEncoder;
    private final SavedModelBundle transformer;
    private final SavedModelBundle vaeDecoder;

    public LoadedModel(ModelPackage opened) {
        this.textEncoder = load(opened.textEncoder());
        this.transformer = load(opened.denoiser());
        this.vaeDecoder = load(opened.vaeDecoder());
    }

    /** @param ids [batch][length] */
    float[] encode(int[][] ids, int... lengths) {
        int[] flat = java.util.stream.Stream.of(ids)
                .flatMapToInt(java.util.stream.IntStream::of)
                .toArray();
        try (TInt32 tokenIds = ints(flat, ids.length, ids[0].length);
                TInt32 counts = ints(lengths, lengths.length);
                Result result =
                        call(textEncoder.function("encode"), Map.of("token_ids", tokenIds, "lengths", counts))) {
            return floats(result, "caption");
        }
    }

    /** @param latents [batch, h, w, channels] */
    public float[] denoise(
            float[] latents, long[] shape, float[] t, float[] caption, long[] captionShape, int... lengths) {
        try (TFloat32 x = floats(latents, shape);
                TFloat32 time = floats(t, t.length);
                TFloat32 text = floats(caption, captionShape);
                TInt32 counts = ints(lengths, lengths.length);
                Result result = call(
                        transformer.function("denoise"),
                        Map.of("latents", x, "t", time, "caption", text, "caption_lengths", counts))) {
            return floats(result, "velocity");
        }
    }

    float[] decodePixels(float[] latents, long... shape) {
        try (TFloat32 x = floats(latents, shape);
                Result result = call(vaeDecoder.function("decode_pixels"), Map.of("latents", x))) {
            return floats(result, "pixels");
        }
    }

    byte[] decode(float[] latents, long... shape) {
        try (TFloat32 x = floats(latents, shape);
                Result result = call(vaeDecoder.function("decode"), Map.of("latents", x))) {
            Tensor image = result.get("image").orElseThrow();
            byte[] bytes = new byte[(int) image.shape().size()];
            image.asRawTensor().data().read(bytes);
            return bytes;
        }
    }

    @Override
    public void close() {
        textEncoder.close();
        transformer.close();
        vaeDecoder.close();
    }

    private static SavedModelBundle load(Path folder) {
        return SavedModelBundle.load(folder.toString(), "serve");
    }

    private static Result call(SessionFunction function, Map<String, Tensor> inputs) {
        return function.call(inputs);
    }

    private static TFloat32 floats(float[] values, long... shape) {
        return TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(values, true, false));
    }

    private static TInt32 ints(int[] values, long... shape) {
        return TInt32.tensorOf(Shape.of(shape), DataBuffers.of(values, true, false));
    }

    private static float[] floats(Result result, String name) {
        Tensor tensor = result.get(name).orElseThrow();
        float[] values = new float[(int) tensor.shape().size()];
        tensor.asRawTensor().data().asFloats().read(values);
        return values;
    }
}
