import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Loads a transformer's SavedModel alone and runs one step: 256x256 pixels, 32 caption tokens, random numbers as inputs. */
final class DenoiseStep {

    private static final int SIDE = 32;
    private static final int CHANNELS = 16;
    private static final int TOKENS = 32;
    private static final int CAPTION_WIDTH = 2560;

    public static void main(String[] arguments) throws Exception {
        long start = System.nanoTime();
        try (SavedModelBundle model = SavedModelBundle.load(Path.of(arguments[0]).toString(), "serve")) {
            System.out.printf("load %.1f s%n", seconds(start));
            SignatureDef signature = model.metaGraphDef().getSignatureDefOrThrow("denoise");
            try (TFloat32 latents = random(Shape.of(1, SIDE, SIDE, CHANNELS));
                    TFloat32 time = TFloat32.vectorOf(0f);
                    TFloat32 caption = random(Shape.of(1, TOKENS, CAPTION_WIDTH));
                    TInt32 lengths = TInt32.vectorOf(TOKENS)) {
                Session.Runner runner = model.session().runner()
                        .feed(signature.getInputsOrThrow("latents").getName(), latents)
                        .feed(signature.getInputsOrThrow("t").getName(), time)
                        .feed(signature.getInputsOrThrow("caption").getName(), caption)
                        .feed(signature.getInputsOrThrow("caption_lengths").getName(), lengths)
                        .fetch(signature.getOutputsOrThrow("velocity").getName());
                long step = System.nanoTime();
                try (Result result = runner.run()) {
                    TFloat32 velocity = (TFloat32) result.get(0);
                    double squares = 0;
                    long count = velocity.size();
                    for (var number : velocity.scalars()) {
                        squares += (double) number.getFloat() * number.getFloat();
                    }
                    System.out.printf("step %.1f s, velocity %s, root mean square %.4f%n",
                            seconds(step), velocity.shape(), Math.sqrt(squares / count));
                    if (!Double.isFinite(squares)) {
                        throw new IllegalStateException("the velocity is not finite");
                    }
                }
            }
        }
        Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> List.of("VmHWM", "RssAnon", "RssFile").contains(line.split(":")[0]))
                .forEach(System.out::println);
    }

    private static TFloat32 random(Shape shape) {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((random.nextDouble() * 2 - 1) * Math.sqrt(3));
        }
        return TFloat32.tensorOf(shape, DataBuffers.of(values, true, false));
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
