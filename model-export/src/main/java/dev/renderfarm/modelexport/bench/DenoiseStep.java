package dev.renderfarm.modelexport.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * Loads a denoiser's SavedModel alone and runs steps on random numbers. For each case {@code SIDE:TOKENS}, pixels
 * and caption tokens: the first step, the following ones, and by itself that part of a step that depends on nothing but
 * the caption, where the network has such a part.
 *
 * <p>Arguments: the SavedModel's folder, how often each part is timed, the cases.
 */
final class DenoiseStep {

    private static final int PIXELS_PER_LATENT = 8;

    private final Session session;
    private final SignatureDef signature;
    private final Optional<String> captionWork;

    private DenoiseStep(SavedModelBundle model) {
        this.session = model.session();
        this.signature = model.metaGraphDef().getSignatureDefOrThrow("denoise");
        this.captionWork =
                endOfContextRefiner(model.metaGraphDef().getGraphDef().getNodeList());
    }

    public static void main(String[] arguments) throws Exception {
        long start = System.nanoTime();
        try (SavedModelBundle model =
                SavedModelBundle.load(Path.of(arguments[0]).toString(), "serve")) {
            System.out.printf("load %.1f s%n", seconds(start));
            DenoiseStep step = new DenoiseStep(model);
            for (String size : Arrays.asList(arguments).subList(2, arguments.length)) {
                String[] parts = size.split(":");
                step.measure(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(arguments[1]));
            }
        }
        Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> List.of("VmHWM", "RssAnon", "RssFile").contains(line.split(":")[0]))
                .forEach(System.out::println);
    }

    private void measure(int side, int tokens, int times) {
        int width = dimension("caption", 2);
        int channels = dimension("latents", 3);
        Map<String, TType> inputs = new TreeMap<>();
        signature
                .getInputsMap()
                .forEach((name, info) -> inputs.put(
                        name,
                        switch (name) {
                            case "latents" ->
                                random(Shape.of(1, side / PIXELS_PER_LATENT, side / PIXELS_PER_LATENT, channels));
                            case "t" -> TFloat32.vectorOf(0.3f);
                            case "caption" -> random(Shape.of(1, tokens, width));
                            case "caption_lengths" -> TInt32.vectorOf(tokens);
                            default -> random(Shape.of(1, dimension(name, 1)));
                        }));
        try {
            measure(inputs, side, tokens, times);
        } finally {
            inputs.values().forEach(TType::close);
        }
    }

    private void measure(Map<String, TType> inputs, int side, int tokens, int times) {
        Supplier<Session.Runner> fed = () -> {
            Session.Runner runner = session.runner();
            inputs.forEach((name, value) -> runner.feed(input(name), value));
            return runner;
        };
        String output = signature.getOutputsMap().values().iterator().next().getName();
        Runnable step = () -> {
            try (Result result = fed.get().fetch(output).run()) {
                requireFinite((TFloat32) result.get(0));
            }
        };
        System.out.printf("%dx%d, %d caption tokens: first step %.2f s%n", side, side, tokens, seconds(step));
        if (captionWork.isEmpty()) {
            System.out.printf(
                    "  step %s%n",
                    describe(Stream.generate(() -> seconds(step)).limit(times).toList()));
            return;
        }
        Runnable captionOnly =
                () -> fed.get().addTarget(captionWork.get()).run().close();
        seconds(captionOnly);
        List<Double> steps = new ArrayList<>();
        List<Double> captions = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            steps.add(seconds(step));
            captions.add(seconds(captionOnly));
        }
        System.out.printf(
                "  step %s, of which caption work %s, %.2f %%%n",
                describe(steps), describe(captions), 100 * median(captions) / median(steps));
    }

    /** The node that adds the feed-forward branch of the last context refiner to its residual stream; a U-Net has none. */
    private static Optional<String> endOfContextRefiner(List<NodeDef> nodes) {
        return nodes.stream()
                .map(NodeDef::getName)
                .filter(name -> name.matches("context_refiner\\.\\d+\\.ffn_norm2\\.weight"))
                .max(String::compareTo)
                .map(weight -> consumer(nodes, weight, "ReadVariableOp"))
                .map(read -> consumer(nodes, consumer(nodes, read, "Mul"), "Add"));
    }

    private static String consumer(List<NodeDef> nodes, String of, String operation) {
        return nodes.stream()
                .filter(node -> node.getOp().startsWith(operation)
                        && node.getInputList().contains(of))
                .map(NodeDef::getName)
                .findFirst()
                .orElseThrow();
    }

    private String input(String name) {
        return signature.getInputsOrThrow(name).getName();
    }

    private int dimension(String input, int axis) {
        return (int)
                signature.getInputsOrThrow(input).getTensorShape().getDim(axis).getSize();
    }

    private static void requireFinite(TFloat32 prediction) {
        double squares = 0;
        for (var number : prediction.scalars()) {
            squares += (double) number.getFloat() * number.getFloat();
        }
        if (!Double.isFinite(squares) || squares == 0) {
            throw new IllegalStateException("the prediction is not finite, or nothing: sum of squares " + squares);
        }
    }

    private static TFloat32 random(Shape shape) {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((random.nextDouble() * 2 - 1) * Math.sqrt(3));
        }
        return TFloat32.tensorOf(shape, DataBuffers.of(values, true, false));
    }

    private static String describe(List<Double> seconds) {
        List<Double> sorted = seconds.stream().sorted().toList();
        return String.format("%.3f s (%.3f to %.3f)", median(seconds), sorted.get(0), sorted.get(sorted.size() - 1));
    }

    private static double median(List<Double> seconds) {
        return seconds.stream().sorted().toList().get(seconds.size() / 2);
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return seconds(start);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
