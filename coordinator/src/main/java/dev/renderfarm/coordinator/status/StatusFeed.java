package dev.renderfarm.coordinator.status;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Hands every status of a batch to those who watch that batch. Watchers must not block. Safe for several threads. */
public final class StatusFeed {

    private final Map<BatchId, List<Consumer<Batch>>> watchers = new ConcurrentHashMap<>();

    public void publish(Batch batch) {
        watchers.getOrDefault(batch.id(), List.of()).forEach(watcher -> watcher.accept(batch));
    }

    /** @return ends the watching; may be called again */
    public Runnable watch(BatchId batch, Consumer<Batch> watcher) {
        watchers.compute(batch, (id, present) -> {
            List<Consumer<Batch>> all = present == null ? new CopyOnWriteArrayList<>() : present;
            all.add(watcher);
            return all;
        });
        return () -> watchers.computeIfPresent(batch, (id, present) -> {
            present.remove(watcher);
            return present.isEmpty() ? null : present;
        });
    }

    /** Batches that someone watches. */
    int watched() {
        return watchers.size();
    }
}
