package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.gpuworker.imprint.ModelLabel;
import dev.renderfarm.gpuworker.jpeg.JpegFile;
import dev.renderfarm.gpuworker.png.PngFile;
import dev.renderfarm.gpuworker.png.PngLevel;
import dev.renderfarm.gpuworker.provenance.FileSigning;
import dev.renderfarm.gpuworker.render.Picture;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.gpuworker.stage.Stopwatch;
import dev.renderfarm.gpuworker.store.ImageMetadata;
import dev.renderfarm.gpuworker.store.ImageStore;
import dev.renderfarm.gpuworker.webp.WebpFile;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From a rendered picture to objects in the bucket. Safe for use by several threads. */
public final class PictureStoring {

    private final WorkerId worker;
    private final ModelManifest manifest;
    private final PngLevel level;
    private final FileSigning signing;
    private final ImageStore store;
    private final SlotMeters meters;
    private final InstantSource clock;

    public PictureStoring(
            WorkerId worker,
            ModelManifest manifest,
            PngLevel level,
            FileSigning signing,
            ImageStore store,
            SlotMeters meters,
            InstantSource clock) {
        this.worker = worker;
        this.manifest = manifest;
        this.level = level;
        this.signing = signing;
        this.store = store;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * @param rejected why it is kept though it failed a check; null where it passed all
     * @param usage of the device for it; null where that is not known
     * @param unwanted whether nobody waits for the picture any more
     */
    StoredImage store(Drawn drawn, @Nullable Rejection rejected, @Nullable Usage usage, Cancellation unwanted)
            throws InterruptedException {
        RenderTask task = drawn.task().task();
        Stopwatch watch = new Stopwatch(clock);
        ImageRequest image = task.image();
        byte[] file = signing.signed(encoded(drawn.picture(), image), image);
        watch.lap(Stage.ENCODE_PNG);
        Map<Stage, Duration> times = new EnumMap<>(drawn.times());
        times.putAll(watch.times());
        ImageMetadata metadata = ImageMetadata.of(
                task,
                file,
                manifest,
                encoder(image),
                signing.form().orElse(null),
                new ImageMetadata.Made(worker, times, usage, clock.instant(), drawn.source(), rejected));
        StoredImage stored = store.store(task, file, metadata, unwanted);
        if (!unwanted.isRequested()) {
            store.storeSmall(task, drawn.picture().size(), drawn.picture().rgb());
        }
        watch.lap(Stage.UPLOAD);
        meters.took(watch.times());
        if (drawn.timeline() != null) {
            drawn.timeline().passed(watch.times());
        }
        return stored;
    }

    private byte[] encoded(Picture picture, ImageRequest image) {
        try {
            return file(picture, image);
        } catch (LinkageError e) {
            throw new IllegalStateException("there is no library here for " + image.outputFormat(), e);
        }
    }

    private byte[] file(Picture picture, ImageRequest image) {
        return switch (image.outputFormat()) {
            case PNG -> PngFile.encode(picture.rgb(), image, ModelLabel.of(manifest), level);
            case JPEG -> JpegFile.encode(picture.rgb(), image, ModelLabel.of(manifest));
            case WEBP -> WebpFile.encode(picture.rgb(), image, ModelLabel.of(manifest));
        };
    }

    private ImageMetadata.Encoder encoder(ImageRequest image) {
        int quality = image.encoding().quality();
        return switch (image.outputFormat()) {
            case PNG -> new ImageMetadata.Encoder(PngFile.ENCODER, PngFile.ENCODER_VERSION, level.wireName());
            case JPEG -> new ImageMetadata.Encoder(JpegFile.ENCODER, JpegFile.ENCODER_VERSION, JpegFile.level(quality));
            case WEBP -> new ImageMetadata.Encoder(WebpFile.ENCODER, WebpFile.ENCODER_VERSION, WebpFile.level(quality));
        };
    }
}
