package dev.renderfarm.gpuworker.render;

import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.diffusion.golden.Finding;
import dev.renderfarm.diffusion.golden.GoldenRecord;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.gpuworker.stage.Stage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** A {@link Renderer} that does what a test says before it hands out grey noise. */
public final class ScriptedRenderer implements Renderer {

    /** What happens while a micro-batch is rendered. */
    @FunctionalInterface
    public interface Script {
        void play(List<ImageRequest> microBatch, Onlooker onlooker) throws InterruptedException;
    }

    private final List<List<ImageRequest>> microBatches = new CopyOnWriteArrayList<>();
    private final Device device;
    private volatile Script script = (microBatch, onlooker) -> {};
    private volatile Function<ImageRequest, byte[]> pixels = ScriptedRenderer::noise;
    private volatile List<Finding> findings = List.of();
    private volatile int comparisons;

    public ScriptedRenderer() {
        this(InstantSource.system());
    }

    /** @param clock of the device */
    public ScriptedRenderer(InstantSource clock) {
        this(EnergyCounter.NONE, clock);
    }

    /** @param energy of the device */
    public ScriptedRenderer(EnergyCounter energy, InstantSource clock) {
        this.device = new Device("script", energy, clock);
    }

    public void plays(Script next) {
        script = next;
    }

    /** The pixels of each request from now on. */
    public void draws(Function<ImageRequest, byte[]> next) {
        pixels = next;
    }

    /** What it finds when it is compared with a golden record from now on. */
    public void finds(Finding... next) {
        findings = List.of(next);
    }

    /** How often it was compared. */
    public int comparisons() {
        return comparisons;
    }

    /** What was asked of it. */
    public List<List<ImageRequest>> microBatches() {
        return List.copyOf(microBatches);
    }

    @Override
    public Rendering render(List<Commission> asked, Lane lane, Onlooker onlooker) throws InterruptedException {
        List<ImageRequest> microBatch = asked.stream().map(Commission::request).toList();
        microBatches.add(microBatch);
        script.play(microBatch, onlooker);
        return new Rendering(
                microBatch.stream()
                        .map(request -> new Picture(request.size(), pixels.apply(request)))
                        .toList(),
                Map.of(Stage.DENOISE, Duration.ofSeconds(1)));
    }

    @Override
    public synchronized void compare(GoldenRecord record, Consumer<Finding> told) {
        comparisons++;
        findings.forEach(told);
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public void close() {}

    private static byte[] noise(ImageRequest request) {
        byte[] rgb = new byte[Math.toIntExact(request.size().pixels() * DiffusionModel.COLOURS)];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 31 + request.seed());
        }
        return rgb;
    }
}
