package dev.renderfarm.gpuworker.store;

import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderCancelledException;
import dev.renderfarm.objectstore.store.StorageRefusedException;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Writes pictures and their metadata to the bucket, under keys that follow from the task alone: writing twice leaves
 * one picture. Safe for use by several threads.
 */
public final class ImageStore {

    private static final String JSON = "application/json";

    private final BucketWriter bucket;
    private final ThumbnailWriter thumbnails;

    public ImageStore(BucketWriter bucket, ThumbnailWriter thumbnails) {
        this.bucket = bucket;
        this.thumbnails = thumbnails;
    }

    /**
     * Writes the picture made small, where that can be done.
     *
     * @param rgb rows from the top, three bytes a pixel
     */
    public void storeSmall(RenderTask task, ImageSize size, byte[] rgb) {
        thumbnails.write(task, size, rgb);
    }

    /**
     * Writes the picture, then its metadata. When it returns both are there for every reader.
     *
     * @param unwanted whether nobody waits for the picture any more, asked while the bucket is waited for
     * @throws StorageRefusedException where the bucket does not take it
     * @throws StorageUnavailableException where the bucket was away for too long
     * @throws RenderCancelledException once nobody waits for it any more
     */
    public StoredImage store(RenderTask task, byte[] file, ImageMetadata metadata, Cancellation unwanted)
            throws InterruptedException {
        var batch = task.taskId().batchId();
        String key = ObjectKeys.image(batch, task.item().imageFile());
        String metadataKey = ObjectKeys.imageMetadata(batch, task.item().imageName());
        byte[] json = Json.pretty(metadata).getBytes(StandardCharsets.UTF_8);
        Map<String, String> labels = ObjectLabels.of(task, metadata.model().digest());
        String type = task.item().image().outputFormat().contentType();
        bucket.put(
                List.of(new NewObject(key, file, type, labels), new NewObject(metadataKey, json, JSON, labels)),
                unwanted);
        return new StoredImage(
                key,
                metadataKey,
                metadata.sha256(),
                file.length,
                metadata.redraw() == null ? null : metadata.image().seed(),
                metadata.rejected(),
                metadata.delivered(),
                null);
    }
}
