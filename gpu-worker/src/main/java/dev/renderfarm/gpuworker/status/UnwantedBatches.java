package dev.renderfarm.gpuworker.status;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Batches whose pictures nobody waits for any more, since they were stopped or all their tasks are settled: the latest
 * of them, up to a bound. Safe for use by several threads.
 */
public final class UnwantedBatches {

    private final int capacity;
    private final Map<BatchId, FailureCode> reasons = new LinkedHashMap<>();

    /** @param capacity how many are remembered; the oldest are forgotten first */
    public UnwantedBatches(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
        }
        this.capacity = capacity;
    }

    /** Takes note of where a batch stands now. */
    public synchronized void hear(Batch batch) {
        switch (batch.status()) {
            case CANCELLING, CANCELLED -> remember(batch.id(), FailureCode.BATCH_CANCELLED);
            case EXPIRED -> remember(batch.id(), FailureCode.BATCH_EXPIRED);
            case FINALIZING, COMPLETED, FAILED -> remember(batch.id(), FailureCode.BATCH_ENDED);
            case VALIDATING, IN_PROGRESS -> reasons.remove(batch.id());
        }
    }

    /** Why nobody waits for it; empty where somebody does. */
    public synchronized Optional<FailureCode> reason(BatchId batch) {
        return Optional.ofNullable(reasons.get(batch));
    }

    private void remember(BatchId batch, FailureCode reason) {
        reasons.put(batch, reason);
        if (reasons.size() > capacity) {
            reasons.remove(reasons.keySet().iterator().next());
        }
    }
}
