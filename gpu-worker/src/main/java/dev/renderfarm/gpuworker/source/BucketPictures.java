package dev.renderfarm.gpuworker.source;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.gpuworker.store.BucketReader;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.source.SourceLimits;
import dev.renderfarm.imaging.source.SourceReader;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.StorageException;

/** Reads pictures from the bucket, and only those that were looked at when their batch was taken in. */
final class BucketPictures {

    private final BucketReader bucket;
    private final SourceLimits limits;
    private final SourceReader reader;

    BucketPictures(BucketReader bucket, SourceLimits limits) {
        this.bucket = bucket;
        this.limits = limits;
        this.reader = new SourceReader(limits);
    }

    /** @throws RenderException where it is not there, or is another one */
    byte[] file(SourcePicture source, Cancellation unwanted) throws InterruptedException {
        byte[] file = read(source.key(), unwanted);
        if (!Sha256.hex(file).equals(source.sha256())) {
            throw new RenderException(
                    FailureCode.SOURCE_CHANGED,
                    "it is another file than when the batch was submitted: submit it again, with the new one or the"
                            + " old one");
        }
        return file;
    }

    /** @throws RenderException where it cannot be read */
    ReadPicture decoded(byte[] file) {
        try {
            return new ReadPicture(reader.read(file), reader.formatOf(file));
        } catch (SourceRefusedException e) {
            throw new RenderException(FailureCode.SOURCE_UNREADABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private byte[] read(String key, Cancellation unwanted) throws InterruptedException {
        try {
            return bucket.read(key, limits.bytes() + 1, unwanted);
        } catch (ObjectNotFoundException e) {
            throw new RenderException(
                    FailureCode.SOURCE_MISSING,
                    "it has been deleted since the batch was submitted: upload it again, and submit the line with it",
                    e);
        } catch (StorageException e) {
            throw new RenderException(e.code(), e.reason(), e);
        }
    }
}
