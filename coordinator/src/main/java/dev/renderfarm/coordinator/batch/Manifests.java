package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.task.Verdict;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The manifests of batches as they are now, with what has been said of their pictures since. Safe for several threads. */
public interface Manifests {

    /**
     * Read as it is asked for: memory does not grow with the batch.
     *
     * <p>Throws {@link LedgerUnavailableException} and {@link dev.renderfarm.objectstore.store.StorageException}, at the
     * first row and at each that follows.
     *
     * @param batch that has ended, and was rendered
     * @param verdict that the pictures have which are told of; null for all, and for what is none
     */
    InputStream manifest(Batch batch, @Nullable Verdict verdict);
}
