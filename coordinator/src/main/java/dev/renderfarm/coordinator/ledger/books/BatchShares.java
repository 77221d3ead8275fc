package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which batches of this process have tasks waiting for a model, and what share of the model's workers each of them
 * gets: an equal one. Shared by the stream threads.
 */
public final class BatchShares {

    private final Map<ModelName, Set<BatchId>> waiting = new ConcurrentHashMap<>();

    void enter(ModelName model, BatchId batch) {
        waiting.computeIfAbsent(model, name -> ConcurrentHashMap.newKeySet()).add(batch);
    }

    void leave(ModelName model, BatchId batch) {
        Set<BatchId> batches = waiting.get(model);
        if (batches != null) {
            batches.remove(batch);
        }
    }

    /** Above 0 and at most 1. */
    double share(ModelName model, BatchId batch) {
        Set<BatchId> batches = waiting.getOrDefault(model, Set.of());
        int others = batches.contains(batch) ? batches.size() - 1 : batches.size();
        return 1.0 / (1 + others);
    }
}
