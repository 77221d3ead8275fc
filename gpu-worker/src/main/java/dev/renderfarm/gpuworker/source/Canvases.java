package dev.renderfarm.gpuworker.source;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderCancelledException;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.gpuworker.render.Commission;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.gpuworker.stage.Stopwatch;
import dev.renderfarm.gpuworker.store.BucketReader;
import dev.renderfarm.imaging.canvas.Canvas;
import dev.renderfarm.imaging.canvas.CanvasRefusedException;
import dev.renderfarm.imaging.encoded.SourceFormat;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.source.SourceLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what edits begin with, and lays it out, while another micro-batch may be on the device. Pictures are fetched side
 * by side; one at a time is decoded or laid out, which bounds the memory that many slots take for that. Safe for use by
 * several threads.
 */
public final class Canvases {

    private static final long MOST_BYTES_KEPT = 64 << 20;

    private final BucketPictures bucket;
    private final PixelCache cache = new PixelCache(MOST_BYTES_KEPT);
    private final Semaphore memory = new Semaphore(1, true);
    private final InstantSource clock;

    public Canvases(BucketReader bucket, InstantSource clock) {
        this(bucket, clock, SourceLimits.DEFAULT, Runtime.getRuntime().maxMemory());
    }

    /**
     * @param limits of any picture, whoever took it in
     * @param heap bytes of it that there are for everything
     */
    Canvases(BucketReader bucket, InstantSource clock, SourceLimits limits, long heap) {
        this.bucket = new BucketPictures(bucket, limits, heap);
        this.clock = clock;
    }

    /**
     * What can be drawn at once.
     *
     * @param format of the file that an edit begins with; null where it is none
     * @param times nothing where there was nothing to fetch
     */
    public record Laid(Commission commission, @Nullable SourceFormat format, Map<Stage, Duration> times) {}

    /**
     * @param unwanted asked while it waits
     * @throws RenderException where what it begins with cannot be had, is another picture than the batch was submitted
     * with, or contradicts the edit
     * @throws RenderCancelledException once nobody waits for it any more
     */
    public Laid lay(ImageRequest request, Cancellation unwanted) throws InterruptedException {
        Edit edit = request.edit();
        if (edit == null) {
            return new Laid(Commission.of(request), null, Map.of());
        }
        Stopwatch watch = new Stopwatch(clock);
        ReadPicture image = picture("image", edit.image(), unwanted);
        ReadPicture mask = edit.mask() instanceof Mask.OfFile ofFile ? picture("mask", ofFile.file(), unwanted) : null;
        Commission commission =
                alone(() -> commission(request, edit, image.pixels(), mask == null ? null : mask.pixels()));
        watch.lap(Stage.READ_SOURCE);
        return new Laid(commission, image.format(), watch.times());
    }

    private static Commission commission(ImageRequest request, Edit edit, Pixels image, @Nullable Pixels mask) {
        try {
            return new Commission(request, Canvas.of(edit, image, mask, request.size()));
        } catch (CanvasRefusedException e) {
            throw new RenderException(FailureCode.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
        }
    }

    /** @param role of it in the edit, by which it is told apart where it cannot be had */
    private ReadPicture picture(String role, SourcePicture source, Cancellation unwanted) throws InterruptedException {
        try {
            return cache.get(source, unwanted, () -> {
                byte[] file = bucket.file(source, unwanted);
                return alone(() -> bucket.decoded(source, file));
            });
        } catch (RenderException e) {
            throw new RenderException(e.code(), "the " + role + " " + source.key() + ": " + e.getMessage(), e);
        }
    }

    private <T> T alone(Supplier<T> work) throws InterruptedException {
        memory.acquire();
        try {
            return work.get();
        } finally {
            memory.release();
        }
    }
}
