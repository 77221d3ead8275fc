package dev.renderfarm.gpuworker.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.DeliveryReport;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.gpuworker.stage.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON beside a picture: everything that is known of it.
 *
 * @param customId the submitter's own id, verbatim
 * @param variant which of the pictures of its id it is, from 1; null where there is one
 * @param encoder what made the file of the pixels; null where an earlier release wrote the metadata
 * @param provenance form of what is signed into the file; null where nothing is
 * @param sha256 of the picture's file, lower-case hex
 * @param seconds how long each stage took; stages of a micro-batch count for each of its pictures
 * @param usage of the device for this drawing of it, of a micro-batch its share; null where it is not known
 * @param traceparent of the batch; null where that is not traced
 * @param redraw which drawing of the picture it is, and so what its seed follows from; null for the first
 * @param lineSeed of its line, where the picture was drawn from another; null where it was not
 * @param rejected why it is not what anybody asked for, and kept all the same; null where it passed all checks
 * @param delivered what became of it by its delivery profile; null where it has none
 * @param dhash its difference hash, 16 digits of lower-case hex, see {@link dev.renderfarm.common.task.Likeness}; null where an earlier release wrote the metadata
 */
public record ImageMetadata(
        String customId,
        @Nullable Integer variant,
        @JsonProperty("batch") BatchId batchId,
        int index,
        int attempt,
        @JsonUnwrapped ImageRequest image,
        @JsonUnwrapped SourceTrace source,
        Model model,
        @Nullable Encoder encoder,
        @Nullable String provenance,
        String sha256,
        WorkerId worker,
        Map<Stage, Double> seconds,
        @Nullable Usage usage,
        Instant createdAt,
        @Nullable Traceparent traceparent,
        @Nullable Integer redraw,
        @Nullable Long lineSeed,
        @Nullable Rejection rejected,
        @Nullable DeliveryReport delivered,
        @Nullable String dhash) {

    private static final double NANOS = 1e9;

    public ImageMetadata {
        seconds = new TreeMap<>(seconds);
    }

    /** What rendered it. */
    public record Model(ModelName name, String version, String digest) {}

    /**
     * What made the file of the pixels: the same pixels, request and model give the same bytes where all of it is the
     * same.
     *
     * @param level how small the file is made
     */
    public record Encoder(String name, int version, String level) {}

    /**
     * How it was made this time.
     *
     * @param source what of an edit's source is in it
     * @param usage of the device; null where it is not known
     * @param rejected null where it passed all checks
     * @param delivered null where it has no delivery profile
     * @param dhash the difference hash of its pixels
     */
    public record Made(
            WorkerId worker,
            Map<Stage, Duration> times,
            @Nullable Usage usage,
            Instant at,
            SourceTrace source,
            @Nullable Rejection rejected,
            @Nullable DeliveryReport delivered,
            String dhash) {}

    /**
     * @param file the encoded picture, with what is signed into it
     * @param provenance form of that; null where nothing is
     */
    public static ImageMetadata of(
            RenderTask task,
            byte[] file,
            ModelManifest manifest,
            Encoder encoder,
            @Nullable String provenance,
            Made made) {
        int redraw = task.drawing().number();
        Map<Stage, Double> seconds = new TreeMap<>();
        made.times().forEach((stage, time) -> seconds.put(stage, time.toNanos() / NANOS));
        return new ImageMetadata(
                task.item().customId(),
                task.item().variant(),
                task.taskId().batchId(),
                task.taskId().index(),
                task.attempt(),
                task.image(),
                made.source(),
                new Model(manifest.name(), manifest.version(), manifest.digest()),
                encoder,
                provenance,
                Sha256.hex(file),
                made.worker(),
                seconds,
                made.usage(),
                made.at(),
                task.traceparent(),
                redraw == 0 ? null : redraw,
                redraw == 0 ? null : task.item().image().seed(),
                made.rejected(),
                made.delivered(),
                made.dhash());
    }
}
