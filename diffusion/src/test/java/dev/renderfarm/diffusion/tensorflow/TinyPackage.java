package dev.renderfarm.diffusion.tensorflow;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.model.ChatTemplate;
import dev.renderfarm.common.model.FlowMatch;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/**
 * A model package with the three real signatures around next to nothing. A token's caption is its id, {@value #WIDTH}
 * times. The velocity of a sample is the mean caption over its length plus the time. A pixel is the sum of its latents,
 * eight times eight.
 */
public final class TinyPackage {

    public static final int WIDTH = 3;

    /** Of latents with 4 channels. */
    public static final ModelManifest MANIFEST = new ModelManifest(
            ModelManifest.FIRST_SCHEMA_VERSION,
            new ModelName("tiny"),
            "1",
            "sha256:00112233445566778899",
            "z-image",
            "f32",
            new ChatTemplate("{prompt}", 64),
            new ModelManifest.Latent(4, 8),
            new ModelManifest.SizeLimits(16, 16, 64, 64 * 64),
            new FlowMatch(3.0),
            new ModelManifest.Defaults(new ImageSize(32, 16), Sampling.of(4, 0), 50),
            Map.of());

    static final int VOCABULARY = 64;

    private static final int SCALE = 8;

    public static ModelPackage write(Path folder, Class<? extends TNumber> captions) throws IOException {
        textEncoder(folder.resolve(ModelManifest.TEXT_ENCODER), captions);
        transformer(folder.resolve(ModelManifest.TRANSFORMER), captions);
        vaeDecoder(folder.resolve(ModelManifest.VAE_DECODER));
        Files.writeString(folder.resolve(ModelManifest.TOKENIZER), """
                {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":null,
                 "pre_tokenizer":{"type":"WhitespaceSplit"},"post_processor":null,"decoder":null,
                 "model":{"type":"WordLevel","vocab":{"[UNK]":0,"a":1,"mug":2},"unk_token":"[UNK]"}}
                """);
        Files.write(folder.resolve(ModelManifest.FILE_NAME), Json.bytes(MANIFEST));
        return ModelPackage.open(folder);
    }

    private static void textEncoder(Path folder, Class<? extends TNumber> captions) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            var ids = placeholder(tf, "token_ids", TInt32.class, Shape.of(-1, -1));
            var lengths = placeholder(tf, "lengths", TInt32.class, Shape.of(-1));
            Operand<TFloat32> vocabulary =
                    tf.dtypes.cast(tf.range(tf.constant(0), tf.constant(VOCABULARY), tf.constant(1)), TFloat32.class);
            Operand<TFloat32> embedded = tf.gather(vocabulary, ids, tf.constant(0));
            Operand<TFloat32> wide = tf.tile(tf.expandDims(embedded, tf.constant(2)), tf.array(1, 1, WIDTH));
            export(
                    graph,
                    tf,
                    folder,
                    Signature.builder("encode")
                            .input("token_ids", ids)
                            .input("lengths", lengths)
                            .output("caption", tf.dtypes.cast(wide, captions))
                            .build());
        }
    }

    private static void transformer(Path folder, Class<? extends TNumber> captions) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            var latents = placeholder(tf, "latents", TFloat32.class, Shape.of(-1, -1, -1, -1));
            var time = placeholder(tf, "t", TFloat32.class, Shape.of(-1));
            var caption = placeholder(tf, "caption", captions, Shape.of(-1, -1, WIDTH));
            var lengths = placeholder(tf, "caption_lengths", TInt32.class, Shape.of(-1));
            Operand<TFloat32> total = tf.sum(tf.dtypes.cast(caption, TFloat32.class), tf.array(1, 2));
            Operand<TFloat32> mean = tf.math.div(
                    total, tf.math.mul(tf.dtypes.cast(lengths, TFloat32.class), tf.constant((float) WIDTH)));
            Operand<TFloat32> velocity = tf.reshape(tf.math.add(mean, time), tf.array(-1, 1, 1, 1));
            export(
                    graph,
                    tf,
                    folder,
                    Signature.builder("denoise")
                            .input("latents", latents)
                            .input("t", time)
                            .input("caption", caption)
                            .input("caption_lengths", lengths)
                            .output("velocity", tf.math.add(tf.math.mul(latents, tf.constant(0f)), velocity))
                            .build());
        }
    }

    private static void vaeDecoder(Path folder) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            var latents = placeholder(tf, "latents", TFloat32.class, Shape.of(-1, -1, -1, -1));
            Operand<TFloat32> grey = tf.expandDims(tf.sum(latents, tf.constant(3)), tf.constant(3));
            Operand<TFloat32> bounded = tf.clipByValue(
                    tf.math.add(tf.math.mul(grey, tf.constant(16f)), tf.constant(128f)),
                    tf.constant(0f),
                    tf.constant(255f));
            export(
                    graph,
                    tf,
                    folder,
                    Signature.builder("decode")
                            .input("latents", latents)
                            .output("image", enlarged(tf, tf.dtypes.cast(bounded, TUint8.class)))
                            .build(),
                    Signature.builder("decode_pixels")
                            .input("latents", latents)
                            .output("pixels", enlarged(tf, tf.math.div(grey, tf.constant(8f))))
                            .build());
        }
    }

    /** [samples, height, width, 1] → [samples, 8 * height, 8 * width, 3]. */
    private static <T extends TNumber> Operand<T> enlarged(Ops tf, Operand<T> pixels) {
        Operand<T> rows = tf.tile(tf.expandDims(pixels, tf.constant(2)), tf.array(1, 1, SCALE, 1, 1));
        Operand<T> blocks = tf.tile(tf.expandDims(rows, tf.constant(4)), tf.array(1, 1, 1, 1, SCALE, 3));
        Operand<TInt32> size = tf.shape(pixels);
        Operand<TInt32> shape = tf.stack(java.util.List.of(
                tf.gather(size, tf.constant(0), tf.constant(0)),
                tf.math.mul(tf.gather(size, tf.constant(1), tf.constant(0)), tf.constant(SCALE)),
                tf.math.mul(tf.gather(size, tf.constant(2), tf.constant(0)), tf.constant(SCALE)),
                tf.constant(3)));
        return tf.reshape(blocks, shape);
    }

    private static <T extends org.tensorflow.types.family.TType> Placeholder<T> placeholder(
            Ops tf, String name, Class<T> type, Shape shape) {
        return tf.withName(name).placeholder(type, Placeholder.shape(shape));
    }

    /** The exporter wants a variable to save. */
    private static void export(Graph graph, Ops tf, Path folder, Signature... signatures) {
        Variable<TFloat32> variable = tf.withName("weight").variable(Shape.of(1), TFloat32.class);
        var assign = tf.assign(variable, tf.array(1f));
        try (Session session = new Session(graph)) {
            session.run(assign);
            SavedModelBundle.exporter(folder.toString())
                    .withSession(session)
                    .withSignatures(signatures)
                    .export();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static Class<? extends TNumber> f32() {
        return TFloat32.class;
    }

    static Class<? extends TNumber> bf16() {
        return TBfloat16.class;
    }

    private TinyPackage() {}
}
