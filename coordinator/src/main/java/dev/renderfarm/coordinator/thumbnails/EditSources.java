package dev.renderfarm.coordinator.thumbnails;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.imaging.canvas.Canvas;
import dev.renderfarm.imaging.canvas.CanvasRefusedException;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.source.SourceReader;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/**
 * What drawings of edits began with, laid out as workers do, to be held against what became of it; {@value #AT_ONCE} at a
 * time, since each is decoded anew. Safe for several threads.
 */
public final class EditSources {

    public static final String CONTENT_TYPE = "image/png";

    static final int AT_ONCE = 2;

    private final ObjectStore objects;
    private final SourceReader reader;
    private final Duration patience;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    /** @param patience how long a request waits for its turn */
    public EditSources(ObjectStore objects, SourceReader reader, Duration patience) {
        this.objects = objects;
        this.reader = reader;
        this.patience = patience;
    }

    /**
     * The picture in its place, and grey around it and behind it, as a PNG of the size that is drawn; empty where it is gone,
     * is another one by now, or cannot be read.
     *
     * @throws StorageUnavailableException if the bucket does not answer, or too many are being made
     */
    public Optional<byte[]> png(Edit edit, ImageSize size) throws InterruptedException {
        if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new StorageUnavailableException("too many sources of edits are being laid out at once", null);
        }
        try {
            return file(edit.image()).flatMap(file -> laidOut(edit, file, size));
        } finally {
            places.release();
        }
    }

    private Optional<byte[]> file(SourcePicture source) {
        try (InputStream content = objects.get(source.key())) {
            byte[] file = content.readNBytes(Math.toIntExact(source.bytes() + 1));
            return Optional.of(file).filter(read -> Sha256.hex(read).equals(source.sha256()));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StorageUnavailableException("reading " + source.key() + " broke off: " + e.getMessage(), e);
        }
    }

    private Optional<byte[]> laidOut(Edit edit, byte[] file, ImageSize size) {
        try {
            return Optional.of(png(Canvas.under(edit, reader.read(file), size), size));
        } catch (SourceRefusedException | CanvasRefusedException e) {
            return Optional.empty();
        }
    }

    private static byte[] png(byte[] rgb, ImageSize size) {
        BufferedImage image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < size.pixels(); pixel++) {
            int at = pixel * Pixels.COLOURS;
            image.setRGB(
                    pixel % size.width(),
                    pixel / size.width(),
                    (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | rgb[at + 2] & 0xff);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream(1 << 20);
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written", e);
        }
        return png.toByteArray();
    }
}
