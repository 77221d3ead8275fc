package dev.renderfarm.gpuworker.store;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes pictures and their metadata to the bucket, under keys that follow from the task alone: writing twice leaves
 * one picture. Where the bucket is away it tries again until the time-out. Safe for use by several threads.
 */
public final class ImageStore {

    private static final Logger LOG = LoggerFactory.getLogger(ImageStore.class);
    private static final String JSON = "application/json";

    private final ObjectStore objects;
    private final Duration timeout;
    private final Backoff backoff;
    private final Sleeper sleeper;
    private final InstantSource clock;

    /** @param timeout for all tries of one picture together */
    public ImageStore(ObjectStore objects, Duration timeout, Backoff backoff, Sleeper sleeper, InstantSource clock) {
        this.objects = objects;
        this.timeout = timeout;
        this.backoff = backoff;
        this.sleeper = sleeper;
        this.clock = clock;
    }

    /**
     * Writes the picture, then its metadata. When it returns both are there for every reader.
     *
     * @throws StorageUnavailableException after the time-out
     */
    public StoredImage store(RenderTask task, byte[] file, ImageMetadata metadata) throws InterruptedException {
        var batch = task.taskId().batchId();
        String key = ObjectKeys.image(batch, task.item().imageFile());
        String metadataKey = ObjectKeys.imageMetadata(batch, task.item().imageName());
        byte[] json = Json.pretty(metadata).getBytes(StandardCharsets.UTF_8);
        Map<String, String> labels = ObjectLabels.of(task, metadata.model().digest());
        Instant deadline = clock.instant().plus(timeout);
        put(key, file, task.item().image().outputFormat().contentType(), labels, deadline);
        put(metadataKey, json, JSON, labels, deadline);
        return new StoredImage(key, metadataKey, metadata.sha256(), file.length);
    }

    private void put(String key, byte[] content, String type, Map<String, String> labels, Instant deadline)
            throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                objects.put(key, content, type, labels);
                return;
            } catch (StorageUnavailableException e) {
                Duration wait = backoff.afterFailures(failures);
                if (clock.instant().plus(wait).isAfter(deadline)) {
                    throw e;
                }
                LOG.atWarn()
                        .addKeyValue("key", key)
                        .addKeyValue("failures", failures)
                        .addKeyValue("problem", e.getMessage())
                        .log("storage unavailable, will try again");
                sleeper.sleep(wait);
            }
        }
    }
}
