package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.id.BatchId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@link BatchHistories} that knows what a test puts into it. */
public final class FakeBatchHistories implements BatchHistories {

    private final Map<BatchId, BatchHistory> histories = new ConcurrentHashMap<>();

    public void put(BatchId batch, BatchHistory history) {
        histories.put(batch, history);
    }

    @Override
    public BatchHistory of(BatchId batch) {
        return histories.getOrDefault(batch, BatchHistory.NONE);
    }
}
