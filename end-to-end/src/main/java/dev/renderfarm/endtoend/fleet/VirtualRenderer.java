package dev.renderfarm.endtoend.fleet;

import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.diffusion.golden.Finding;
import dev.renderfarm.diffusion.golden.GoldenRecord;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderCancelledException;
import dev.renderfarm.endtoend.tally.Span;
import dev.renderfarm.endtoend.tally.Tally;
import dev.renderfarm.gpuworker.render.Commission;
import dev.renderfarm.gpuworker.render.Device;
import dev.renderfarm.gpuworker.render.EnergyCounter;
import dev.renderfarm.gpuworker.render.Onlooker;
import dev.renderfarm.gpuworker.render.Picture;
import dev.renderfarm.gpuworker.render.Renderer;
import dev.renderfarm.gpuworker.render.Rendering;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.gpuworker.stage.Stopwatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@link Renderer} that computes nothing: a picture takes its time by the wall clock. Its device is never late: who was
 * there when it became free begins at that moment, however long the machine takes to wake the thread. Every picture of a
 * size has the same pixels.
 */
final class VirtualRenderer implements Renderer {

    private static final Duration SLICE = Duration.ofSeconds(1);
    private static final int COLOURS = 3;

    private final ModelName model;
    private final Duration timePerImage;
    private final Tally tally;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final Device device;
    /** Of the device's: whoever has it reads and writes it. */
    private Instant freeAt = Instant.MIN;

    /** @param timePerImage how long the device is held for one picture */
    VirtualRenderer(ModelName model, Duration timePerImage, Tally tally, InstantSource clock, Sleeper sleeper) {
        this.model = model;
        this.timePerImage = timePerImage;
        this.tally = tally;
        this.clock = clock;
        this.sleeper = sleeper;
        this.device = new Device("simulated", EnergyCounter.NONE, clock);
    }

    @Override
    public Rendering render(List<Commission> microBatch, Lane lane, Onlooker onlooker) throws InterruptedException {
        Stopwatch watch = new Stopwatch(clock);
        Instant here = clock.instant();
        try (Device.Ending turn = device.take(lane)) {
            watch.lap(Stage.WAIT_FOR_DEVICE);
            Instant began = here.isBefore(freeAt) ? freeAt : here;
            Instant ends = began.plus(timePerImage.multipliedBy(microBatch.size()));
            onlooker.begins(began, microBatch.get(0).request().steps());
            awaitUntil(ends, onlooker);
            freeAt = ends;
            tally.drew(model, new Span(began, ends));
            watch.lap(Stage.DENOISE);
        }
        return new Rendering(
                microBatch.stream()
                        .map(asked -> picture(asked.request().size()))
                        .toList(),
                watch.times());
    }

    @Override
    public void compare(GoldenRecord record, Consumer<Finding> findings) {}

    @Override
    public Device device() {
        return device;
    }

    @Override
    public void close() {}

    private void awaitUntil(Instant end, Cancellation cancellation) throws InterruptedException {
        for (Instant now = clock.instant(); now.isBefore(end); now = clock.instant()) {
            if (cancellation.isRequested()) {
                throw new RenderCancelledException();
            }
            Duration left = Duration.between(now, end);
            sleeper.sleep(left.compareTo(SLICE) < 0 ? left : SLICE);
        }
    }

    private static Picture picture(ImageSize size) {
        byte[] rgb = new byte[Math.toIntExact(size.pixels() * COLOURS)];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / COLOURS);
        }
        return new Picture(size, rgb);
    }
}
