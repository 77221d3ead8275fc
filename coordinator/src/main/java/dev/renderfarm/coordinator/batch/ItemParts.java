package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.id.BatchId;
import java.util.Optional;

/** The validated items of batches, read ahead from the bucket, part by part. */
public interface ItemParts {

    /**
     * Never blocks. Empty where the item's part is not here yet: its reading has been started, and the caller asks
     * again later. A part that has been asked for is kept until {@link #forget} or until room is needed.
     */
    Optional<StoredItem> item(BatchId batch, int index);

    /** Why items of the batch that have been asked for are not here yet; empty where nothing is known of it. */
    Optional<Hindrance> hindrance(BatchId batch);

    /** The batch needs no items any more. */
    void forget(BatchId batch);
}
