package dev.renderfarm.coordinator.thumbnails;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ImageFile;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.thumbnail.Thumbnail;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageException;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures made small, as workers leave them in the bucket. One that is not there is made of its picture, once, and put
 * there; {@value #AT_ONCE} at a time, so that whoever looks at many old ones takes neither memory nor processors from
 * the farm. Safe for several threads.
 */
public final class ThumbnailStore {

    static final int AT_ONCE = 2;

    private static final Logger LOG = LoggerFactory.getLogger(ThumbnailStore.class);

    private final ObjectStore objects;
    private final Duration patience;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    /** @param patience how long a request waits for its turn where one has to be made */
    public ThumbnailStore(ObjectStore objects, Duration patience) {
        this.objects = objects;
        this.patience = patience;
    }

    /**
     * The JPEG; empty where there is no picture of that name, or none that a small one can be made of.
     *
     * @throws StorageUnavailableException if the bucket does not answer, or too many are being made
     */
    public Optional<byte[]> get(BatchId batch, ImageName name) throws InterruptedException {
        Optional<byte[]> stored = read(ObjectKeys.thumbnail(batch, name));
        return stored.isPresent() ? stored : made(batch, name);
    }

    private Optional<byte[]> made(BatchId batch, ImageName name) throws InterruptedException {
        Optional<ImageFile> picture = stored(batch, name);
        if (picture.isEmpty()) {
            return Optional.empty();
        }
        if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new StorageUnavailableException("too many thumbnails are being made at once", null);
        }
        try {
            Optional<byte[]> meanwhile = read(ObjectKeys.thumbnail(batch, name));
            return meanwhile.isPresent() ? meanwhile : make(batch, picture.get());
        } finally {
            places.release();
        }
    }

    private Optional<byte[]> make(BatchId batch, ImageFile file) {
        try (InputStream content = objects.get(ObjectKeys.image(batch, file))) {
            BoundedPicture picture = BoundedPicture.read(content, file.format());
            byte[] jpeg = Thumbnail.jpeg(picture.size(), picture.rgb());
            keep(ObjectKeys.thumbnail(batch, file.name()), jpeg);
            return Optional.of(jpeg);
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        } catch (BoundedPicture.UnreadableException e) {
            LOG.atWarn()
                    .addKeyValue("batchId", batch)
                    .addKeyValue("image", file)
                    .addKeyValue("problem", e.getMessage())
                    .log("no thumbnail can be made");
            return Optional.empty();
        } catch (IOException e) {
            throw new StorageUnavailableException("reading a picture broke off: " + e.getMessage(), e);
        }
    }

    /** What cannot be kept is made again. */
    private void keep(String key, byte[] jpeg) {
        try {
            objects.put(key, jpeg, Thumbnail.CONTENT_TYPE, Map.of());
        } catch (StorageException e) {
            LOG.atWarn().addKeyValue("problem", e.getMessage()).log("a thumbnail was made and not kept");
        }
    }

    private Optional<byte[]> read(String key) {
        try (InputStream jpeg = objects.get(key)) {
            return Optional.of(jpeg.readAllBytes());
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StorageUnavailableException("reading " + key + " broke off: " + e.getMessage(), e);
        }
    }

    /** The picture, whatever its format. */
    private Optional<ImageFile> stored(BatchId batch, ImageName name) {
        return Arrays.stream(ImageFormat.values())
                .map(format -> new ImageFile(name, format))
                .filter(file -> objects.stat(ObjectKeys.image(batch, file)).isPresent())
                .findFirst();
    }
}
