package dev.renderfarm.gpuworker.source;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.source.SourceLimits;
import dev.renderfarm.imaging.source.SourceReader;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageException;
import java.io.IOException;
import java.io.InputStream;

/** Reads pictures from the bucket, and only those that were looked at when their batch was taken in. */
final class BucketPictures {

    private final ObjectStore objects;
    private final SourceLimits limits;
    private final SourceReader reader;

    BucketPictures(ObjectStore objects, SourceLimits limits) {
        this.objects = objects;
        this.limits = limits;
        this.reader = new SourceReader(limits);
    }

    /** @throws RenderException where it is not there, is another one, or cannot be read */
    Pixels read(SourcePicture source) {
        byte[] file = file(source);
        if (!Sha256.hex(file).equals(source.sha256())) {
            throw new RenderException(
                    FailureCode.SOURCE_CHANGED,
                    "the picture that this one begins with is another one than when the batch was submitted: submit it"
                            + " again, with the new picture or the old one");
        }
        try {
            return reader.read(file);
        } catch (SourceRefusedException e) {
            throw new RenderException(FailureCode.SOURCE_UNREADABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private byte[] file(SourcePicture source) {
        try (InputStream in = objects.get(source.key())) {
            return in.readNBytes(limits.bytes() + 1);
        } catch (ObjectNotFoundException e) {
            throw new RenderException(
                    FailureCode.SOURCE_MISSING,
                    "the picture that this one begins with has been deleted since the batch was submitted: upload it"
                            + " again, and submit the line with it",
                    e);
        } catch (StorageException e) {
            throw new RenderException(e.code(), e.reason(), e);
        } catch (IOException e) {
            throw new RenderException(
                    FailureCode.STORAGE_UNAVAILABLE, "the picture that this one begins with broke off on its way", e);
        }
    }
}
