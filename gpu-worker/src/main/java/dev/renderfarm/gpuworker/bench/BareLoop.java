package dev.renderfarm.gpuworker.bench;

import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.tensorflow.DeviceSettings;
import dev.renderfarm.gpuworker.render.EnergyCounter;
import dev.renderfarm.gpuworker.render.Renderer;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.gpuworker.tensorflow.ModelRenderer;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Renders pictures one after the other and prints how fast: what the device gives without Kafka, storage or PNG. The
 * prompts are all different, as in a batch of products.
 */
public final class BareLoop {

    private static final int WARM_UP = 2;
    private static final int CAPTION_CACHE = 16;
    private static final double NANOS = 1e9;

    /** @param arguments folder of a model package, number of pictures, size, steps */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 4) {
            System.err.println("expected: model package, number of pictures, size such as 256x256, steps");
            System.exit(2);
        }
        Path folder = Path.of(arguments[0]);
        int pictures = Integer.parseInt(arguments[1]);
        ImageSize size = ImageSize.parse(arguments[2]);
        int steps = Integer.parseInt(arguments[3]);
        System.out.println(Json.string(measure(ModelPackage.open(folder), pictures, size, steps)));
    }

    private static Speed measure(ModelPackage model, int pictures, ImageSize size, int steps)
            throws InterruptedException {
        Sampling sampling = model.manifest().defaults().sampling().withNumInferenceSteps(steps);
        try (Renderer renderer = ModelRenderer.open(
                model, DeviceSettings.DEFAULTS, CAPTION_CACHE, device -> EnergyCounter.NONE, InstantSource.system())) {
            for (int i = 0; i < WARM_UP; i++) {
                renderer.render(List.of(request(-1 - i, size, sampling)), Cancellation.NEVER);
            }
            List<Map<Stage, Duration>> times = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < pictures; i++) {
                times.add(renderer.render(List.of(request(i, size, sampling)), Cancellation.NEVER)
                        .times());
            }
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            return new Speed(
                    model.manifest().name().value(),
                    renderer.device().name(),
                    size,
                    steps,
                    pictures,
                    time.toNanos() / NANOS,
                    pictures / (time.toNanos() / NANOS),
                    Spread.of(times.stream().map(BareLoop::inAll).toList()),
                    stages(times));
        }
    }

    private static Duration inAll(Map<Stage, Duration> times) {
        return times.values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    private static Map<String, Spread> stages(List<Map<Stage, Duration>> times) {
        Map<String, Spread> stages = new LinkedHashMap<>();
        for (Stage stage : Stage.values()) {
            if (times.get(0).containsKey(stage)) {
                stages.put(
                        stage.wireName(),
                        Spread.of(times.stream().map(of -> of.get(stage)).toList()));
            }
        }
        return stages;
    }

    private static ImageRequest request(int number, ImageSize size, Sampling sampling) {
        return new ImageRequest("product number " + number, null, size, sampling, Math.abs(number));
    }

    /** Seconds. */
    record Spread(double median, double least, double greatest) {

        static Spread of(List<Duration> times) {
            List<Double> sorted =
                    times.stream().map(time -> time.toNanos() / NANOS).sorted().toList();
            return new Spread(sorted.get(sorted.size() / 2), sorted.get(0), sorted.get(sorted.size() - 1));
        }
    }

    /** What is printed, as one line of JSON. */
    record Speed(
            String model,
            String device,
            ImageSize size,
            int numInferenceSteps,
            int pictures,
            double seconds,
            double imagesPerSecond,
            Spread picture,
            Map<String, Spread> stages) {}

    private BareLoop() {}
}
