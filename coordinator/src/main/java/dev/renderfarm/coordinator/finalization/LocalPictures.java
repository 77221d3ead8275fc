package dev.renderfarm.coordinator.finalization;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.coordinator.finalization.OutputLine.NotInlined;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageRefusedException;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Copies pictures from the bucket to local disk, and tells which are not there as they were rendered. */
final class LocalPictures {

    private static final int PIECE = 1 << 16;

    private final ObjectStore objects;

    LocalPictures(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * @return why there is no such picture in the bucket; empty where the file is the picture
     * @throws IOException if local disk fails
     * @throws dev.renderfarm.objectstore.store.StorageException if the bucket does not answer, or denies access
     */
    Optional<NotInlined> copy(StoredImage image, Path file) throws IOException {
        try (InputStream in = objects.get(image.key())) {
            return isWritten(image, in, file) && Sha256.hex(file).equals(image.sha256())
                    ? Optional.empty()
                    : Optional.of(NotInlined.CHANGED);
        } catch (ObjectNotFoundException e) {
            return Optional.of(NotInlined.MISSING);
        } catch (StorageRefusedException e) {
            if (e.kind() == StorageRefusedException.Kind.OBJECT) {
                return Optional.of(NotInlined.REFUSED);
            }
            throw e;
        }
    }

    /** Whether as many bytes have come as were rendered; one that is too large is not read to its end. */
    private static boolean isWritten(StoredImage image, InputStream in, Path file) throws IOException {
        long written = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (byte[] piece = next(image, in); piece.length > 0; piece = next(image, in)) {
                written += piece.length;
                if (written > image.bytes()) {
                    return false;
                }
                out.write(piece);
            }
        }
        return written == image.bytes();
    }

    private static byte[] next(StoredImage image, InputStream in) {
        try {
            return in.readNBytes(PIECE);
        } catch (IOException e) {
            throw new StorageUnavailableException("reading " + image.key() + " broke off: " + e.getMessage(), e);
        }
    }
}
