package dev.renderfarm.gpuworker.source;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.gpuworker.store.BucketReader;
import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.source.SourceLimits;
import dev.renderfarm.imaging.source.SourceReader;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.StorageException;

/** Reads pictures from the bucket, and only those that were looked at when their batch was taken in. */
final class BucketPictures {

    private static final int MEBIBYTE = 20;

    private final BucketReader bucket;
    private final SourceLimits limits;
    private final long heap;

    /**
     * @param limits of any picture; one that was taken in with larger ones is read all the same
     * @param heap bytes of it that this process has: pictures are not read that have no room in it
     */
    BucketPictures(BucketReader bucket, SourceLimits limits, long heap) {
        this.bucket = bucket;
        this.limits = limits;
        this.heap = heap;
    }

    /** @throws RenderException where it is not there, or is another one */
    byte[] file(SourcePicture source, Cancellation unwanted) throws InterruptedException {
        byte[] file = read(source, unwanted);
        if (!Sha256.hex(file).equals(source.sha256())) {
            throw new RenderException(
                    FailureCode.SOURCE_CHANGED,
                    "it is another file than when the batch was submitted: submit it again, with the new one or the"
                            + " old one");
        }
        return file;
    }

    /** @throws RenderException where it cannot be read */
    ReadPicture decoded(SourcePicture source, byte[] file) {
        SourceReader reader = new SourceReader(limits.reaching(source, heap));
        try {
            return new ReadPicture(reader.read(file), reader.formatOf(file));
        } catch (SourceRefusedException e) {
            throw new RenderException(FailureCode.SOURCE_UNREADABLE, e.getMessage() + mend(e.fault()), e);
        }
    }

    private String mend(SourceFault fault) {
        return fault == SourceFault.TOO_LARGE
                ? ", or give the worker more than its heap of " + (heap >> MEBIBYTE)
                        + " MiB (-Xmx): the coordinators took it in" + " by their renderfarm.sources.max-pixels"
                : "";
    }

    private byte[] read(SourcePicture source, Cancellation unwanted) throws InterruptedException {
        try {
            return bucket.read(source.key(), limits.reaching(source, heap).bytes() + 1, unwanted);
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
