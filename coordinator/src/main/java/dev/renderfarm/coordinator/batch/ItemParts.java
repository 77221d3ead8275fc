package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.RenderItem;
import java.util.List;
import java.util.Optional;

/** The validated items of batches, part by part, read ahead from the bucket. */
public interface ItemParts {

    /**
     * Never blocks. Part p holds the items p·1000 to p·1000+999. Where the part is not here yet its reading has been
     * started, and the caller asks again later; a part that has been asked for is kept until {@link #forget} or until
     * room is needed.
     */
    Optional<List<RenderItem>> part(BatchId batch, int part);

    /** The batch needs no items any more. */
    void forget(BatchId batch);
}
