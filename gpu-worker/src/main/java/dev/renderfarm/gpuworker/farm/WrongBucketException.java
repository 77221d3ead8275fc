package dev.renderfarm.gpuworker.farm;

import dev.renderfarm.common.farm.FarmIdentity;
import java.io.Serial;

/** The worker's bucket is not the one of its topics: its pictures would be where nobody looks. */
public final class WrongBucketException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** @param found what was found of the bucket, as the rest of a sentence */
    WrongBucketException(FarmIdentity topics, String bucket, String found) {
        super("the topics " + topics.name() + ".* belong to farm " + topics.id() + " with bucket \"" + topics.bucket()
                + "\", and bucket \"" + bucket + "\" " + found
                + ": set renderfarm.storage.bucket and renderfarm.farm-name to those of the worker's coordinator");
    }
}
