package dev.renderfarm.gpuworker.store;

import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.thumbnail.Thumbnail;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes pictures made small beside the pictures. One that cannot be made or written is left out: the picture does not
 * depend on it, and the coordinator makes it when somebody looks. Safe for use by several threads.
 */
public interface ThumbnailWriter {

    /** Writes none. */
    ThumbnailWriter NONE = (task, size, rgb) -> {};

    /** Tries once. @param rgb rows from the top, three bytes a pixel */
    void write(RenderTask task, ImageSize size, byte[] rgb);

    /** @param leftOut told of each that is left out */
    static ThumbnailWriter into(ObjectStore objects, Runnable leftOut) {
        return new InBucket(objects, leftOut);
    }

    /** Writes them into the bucket. */
    record InBucket(ObjectStore objects, Runnable leftOut) implements ThumbnailWriter {

        private static final Logger LOG = LoggerFactory.getLogger(ThumbnailWriter.class);

        @Override
        public void write(RenderTask task, ImageSize size, byte[] rgb) {
            try {
                String key = ObjectKeys.thumbnail(
                        task.taskId().batchId(), task.item().imageName());
                objects.put(key, Thumbnail.jpeg(size, rgb), Thumbnail.CONTENT_TYPE, Map.of());
            } catch (RuntimeException | LinkageError e) {
                // an error of linkage is one of a Java runtime without its JPEG library
                leftOut.run();
                LOG.atWarn()
                        .addKeyValue("taskId", task.taskId())
                        .addKeyValue("problem", e.toString())
                        .log("thumbnail left out");
            }
        }
    }
}
