package dev.renderfarm.gpuworker.render;

import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.diffusion.golden.Finding;
import dev.renderfarm.diffusion.golden.GoldenRecord;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.network.RenderCancelledException;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.gpuworker.stage.Stopwatch;
import dev.renderfarm.imaging.canvas.Canvas;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@link Renderer} without a model, for tests and load runs: every picture takes the same time and shows stripes that
 * follow from the request alone, and of an edit from its canvas.
 */
public final class FakeRenderer implements Renderer {

    private static final Duration SLICE = Duration.ofMillis(50);

    private final Duration timePerImage;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final Device device;

    /** @param timePerImage how long the device is held for one picture */
    public FakeRenderer(Duration timePerImage, InstantSource clock, Sleeper sleeper) {
        this.timePerImage = timePerImage;
        this.clock = clock;
        this.sleeper = sleeper;
        this.device = new Device("fake", EnergyCounter.NONE, clock);
    }

    @Override
    public Rendering render(List<Commission> microBatch, Lane lane, Onlooker onlooker) throws InterruptedException {
        Stopwatch watch = new Stopwatch(clock);
        try (Device.Ending turn = device.take(lane)) {
            watch.lap(Stage.WAIT_FOR_DEVICE);
            onlooker.begins(clock.instant(), steps(microBatch));
            pretendToWork(timePerImage.multipliedBy(microBatch.size()), steps(microBatch), onlooker);
            watch.lap(Stage.DENOISE);
        }
        List<Picture> pictures = microBatch.stream().map(FakeRenderer::picture).toList();
        watch.lap(Stage.DECODE);
        return new Rendering(pictures, watch.times());
    }

    @Override
    public void compare(GoldenRecord record, Consumer<Finding> findings) {}

    @Override
    public Device device() {
        return device;
    }

    @Override
    public void close() {}

    private void pretendToWork(Duration time, int steps, Onlooker onlooker) throws InterruptedException {
        Instant begin = clock.instant();
        Instant end = begin.plus(time);
        for (Instant now = begin; now.isBefore(end); now = clock.instant()) {
            if (onlooker.isRequested()) {
                throw new RenderCancelledException();
            }
            onlooker.step(1 + (int) (steps * Duration.between(begin, now).toNanos() / time.toNanos()));
            Duration left = Duration.between(now, end);
            sleeper.sleep(left.compareTo(SLICE) < 0 ? left : SLICE);
        }
        if (onlooker.isRequested()) {
            throw new RenderCancelledException();
        }
    }

    /** Of an edit, stripes where it is painted anew; all else is a little off, as a network's pictures are. */
    private static Picture picture(Commission asked) {
        Picture stripes = stripes(asked.request());
        Canvas canvas = asked.canvas();
        byte[] repaint = canvas == null ? null : canvas.repaint();
        if (canvas == null || repaint == null) {
            return stripes;
        }
        byte[] rgb = stripes.rgb();
        for (int i = 0; i < rgb.length; i++) {
            if (!Mask.isRepainted(repaint[i / DiffusionModel.COLOURS])) {
                rgb[i] = (byte) (canvas.rgb()[i] ^ 1);
            }
        }
        return stripes;
    }

    private static int steps(List<Commission> microBatch) {
        return microBatch.get(0).request().steps();
    }

    private static Picture stripes(ImageRequest request) {
        ImageSize size = request.size();
        int colour = 31 * request.prompt().hashCode() + Long.hashCode(request.seed());
        byte[] rgb = new byte[Math.toIntExact(size.pixels() * DiffusionModel.COLOURS)];
        int i = 0;
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                rgb[i++] = (byte) (colour + x);
                rgb[i++] = (byte) ((colour >> 8) + y);
                rgb[i++] = (byte) ((colour >> 16) + x + y);
            }
        }
        return new Picture(size, rgb);
    }
}
