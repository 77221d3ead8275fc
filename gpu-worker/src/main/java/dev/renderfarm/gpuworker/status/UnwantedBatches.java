package dev.renderfarm.gpuworker.status;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Batches whose pictures nobody waits for: any more, since they were stopped or all their tasks are settled, of which
 * the latest are remembered, up to a bound; or for now, since they are paused. Safe for use by several threads.
 */
public final class UnwantedBatches {

    private final int capacity;
    private final Map<BatchId, FailureCode> reasons = new LinkedHashMap<>();
    private final Set<BatchId> paused = new HashSet<>();

    /** @param capacity how many are remembered; the oldest are forgotten first */
    public UnwantedBatches(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
        }
        this.capacity = capacity;
    }

    /** Takes note of where a batch stands now. */
    public synchronized void hear(Batch batch) {
        if (batch.renderfarm().isPaused()) {
            paused.add(batch.id());
        } else {
            paused.remove(batch.id());
        }
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

    /** Whether no picture of it is to be begun for now. */
    public synchronized boolean isPaused(BatchId batch) {
        return paused.contains(batch);
    }

    private void remember(BatchId batch, FailureCode reason) {
        reasons.put(batch, reason);
        if (reasons.size() > capacity) {
            reasons.remove(reasons.keySet().iterator().next());
        }
    }
}
