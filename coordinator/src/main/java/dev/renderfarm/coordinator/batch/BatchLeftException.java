package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.id.BatchId;
import java.io.Serial;

/** What is asked for was kept for a while after the batch had ended, and is kept no longer. Asking again does not help. */
public final class BatchLeftException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public BatchLeftException(BatchId batch) {
        super("tasks and history of " + batch + " are kept no longer");
    }
}
