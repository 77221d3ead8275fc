package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.Delivery;
import dev.renderfarm.common.task.DeliveryReport;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.Likeness;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.gpuworker.delivery.Delivered;
import dev.renderfarm.gpuworker.delivery.Delivering;
import dev.renderfarm.gpuworker.delivery.FittedFile;
import dev.renderfarm.gpuworker.imprint.ModelLabel;
import dev.renderfarm.gpuworker.jpeg.JpegFile;
import dev.renderfarm.gpuworker.png.PngFile;
import dev.renderfarm.gpuworker.png.PngLevel;
import dev.renderfarm.gpuworker.provenance.FileSigning;
import dev.renderfarm.gpuworker.provenance.SourceUse;
import dev.renderfarm.gpuworker.render.Picture;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.gpuworker.stage.Stopwatch;
import dev.renderfarm.gpuworker.store.ImageMetadata;
import dev.renderfarm.gpuworker.store.ImageStore;
import dev.renderfarm.gpuworker.store.SourceTrace;
import dev.renderfarm.gpuworker.webp.WebpFile;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
     * A picture as it is to be stored.
     *
     * @param encoding that its file has
     * @param delivered what became of it by its delivery profile; null where it has none
     * @param isOfSource whether it is not what its profile wants for what is kept of its source: no other seed helps
     */
    record Finished(
            Drawn drawn,
            Picture picture,
            byte[] file,
            Encoding encoding,
            SourceTrace source,
            @Nullable DeliveryReport delivered,
            boolean isOfSource,
            Map<Stage, Duration> times) {

        /** Why it is not what its delivery profile wants; empty where it is. */
        Optional<Rejection> rejection() {
            return delivered == null ? Optional.empty() : delivered.rejection();
        }
    }

    /** Mends the picture as its delivery profile wants it, if it has one, and makes its file. */
    Finished finish(Drawn drawn) {
        Stopwatch watch = new Stopwatch(clock);
        ImageRequest image = drawn.task().task().image();
        Delivery delivery = image.encoding().delivery();
        Delivered delivered = delivery == null
                ? new Delivered(drawn.picture(), List.of(), List.of(), false, false)
                : Delivering.of(drawn.picture(), delivery, drawn.canvas(), image.edit());
        Picture picture = delivered.picture();
        ImageRequest asFile = image.withSize(picture.size());
        SourceUse source = drawn.from() == null ? null : drawn.from().use();
        FittedFile file = FittedFile.of(image.encoding(), quality -> {
            ImageRequest compressed = asFile.withEncoding(image.encoding().withQuality(quality));
            return signing.signed(encoded(picture, compressed), source);
        });
        Encoding encoding = image.encoding().withQuality(file.quality());
        boolean isProven = !delivered.isMoved() && encoding.isLossless();
        watch.lap(Stage.ENCODE_PNG);
        return new Finished(
                drawn,
                picture,
                file.bytes(),
                encoding,
                isProven ? drawn.source() : drawn.source().unproven(),
                delivery == null ? null : delivered.report(delivery.profile(), file),
                delivered.isOfSource(),
                watch.times());
    }

    /**
     * @param rejected why it is kept though it failed a check; null where it passed all
     * @param likeness by which others of its line are told to look like it
     * @param usage of the device for it; null where that is not known
     * @param unwanted whether nobody waits for the picture any more
     */
    StoredImage store(
            Finished finished,
            @Nullable Rejection rejected,
            Likeness likeness,
            @Nullable Usage usage,
            Cancellation unwanted)
            throws InterruptedException {
        Drawn drawn = finished.drawn();
        RenderTask task = drawn.task().task();
        Stopwatch watch = new Stopwatch(clock);
        Map<Stage, Duration> times = new EnumMap<>(drawn.times());
        times.putAll(finished.times());
        ImageMetadata metadata = ImageMetadata.of(
                task,
                finished.file(),
                manifest,
                encoder(finished.encoding()),
                signing.form().orElse(null),
                new ImageMetadata.Made(
                        worker,
                        times,
                        usage,
                        clock.instant(),
                        finished.source(),
                        rejected,
                        finished.delivered(),
                        likeness.dhash()));
        StoredImage stored = store.store(task, finished.file(), metadata, unwanted);
        if (!unwanted.isRequested()) {
            store.storeSmall(task, finished.picture().size(), finished.picture().rgb());
        }
        watch.lap(Stage.UPLOAD);
        Map<Stage, Duration> spent = new EnumMap<>(finished.times());
        spent.putAll(watch.times());
        meters.took(spent);
        if (drawn.timeline() != null) {
            drawn.timeline().passed(spent);
        }
        return stored.looking(likeness);
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

    private ImageMetadata.Encoder encoder(Encoding encoding) {
        int quality = encoding.quality();
        return switch (encoding.format()) {
            case PNG -> new ImageMetadata.Encoder(PngFile.ENCODER, PngFile.ENCODER_VERSION, level.wireName());
            case JPEG -> new ImageMetadata.Encoder(JpegFile.ENCODER, JpegFile.ENCODER_VERSION, JpegFile.level(quality));
            case WEBP -> new ImageMetadata.Encoder(WebpFile.ENCODER, WebpFile.ENCODER_VERSION, WebpFile.level(quality));
        };
    }
}
