package dev.renderfarm.gpuworker.source;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.gpuworker.render.Commission;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.gpuworker.stage.Stopwatch;
import dev.renderfarm.imaging.canvas.Canvas;
import dev.renderfarm.imaging.canvas.CanvasRefusedException;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.source.SourceLimits;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Fetches what edits begin with, and lays it out, while another micro-batch may be on the device. Safe for use by several
 * threads.
 */
public final class Canvases {

    /** Some 64 MB of them. */
    private static final long MOST_PIXELS_KEPT = 20_000_000;

    private final BucketPictures bucket;
    private final PixelCache cache = new PixelCache(MOST_PIXELS_KEPT);
    private final InstantSource clock;

    public Canvases(ObjectStore objects, SourceLimits limits, InstantSource clock) {
        this.bucket = new BucketPictures(objects, limits);
        this.clock = clock;
    }

    /**
     * What can be drawn at once.
     *
     * @param times nothing where there was nothing to fetch
     */
    public record Laid(List<Commission> requests, Map<Stage, Duration> times) {}

    /**
     * @return in the order of the requests
     * @throws RenderException where what one of them begins with cannot be had, is another picture than the batch was submitted
     * with, or contradicts the edit
     */
    public Laid lay(List<ImageRequest> requests) {
        if (requests.stream().allMatch(request -> request.edit() == null)) {
            return new Laid(requests.stream().map(Commission::of).toList(), Map.of());
        }
        Stopwatch watch = new Stopwatch(clock);
        List<Commission> laid = requests.stream().map(this::laid).toList();
        watch.lap(Stage.READ_SOURCE);
        return new Laid(laid, watch.times());
    }

    private Commission laid(ImageRequest request) {
        Edit edit = request.edit();
        if (edit == null) {
            return Commission.of(request);
        }
        Pixels image = pixels(edit.image());
        Pixels mask = edit.mask() instanceof Mask.OfFile ofFile ? pixels(ofFile.file()) : null;
        try {
            return new Commission(request, Canvas.of(edit, image, mask, request.size()));
        } catch (CanvasRefusedException e) {
            throw new RenderException(FailureCode.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
        }
    }

    private Pixels pixels(SourcePicture source) {
        return cache.get(source.sha256(), () -> bucket.read(source));
    }
}
