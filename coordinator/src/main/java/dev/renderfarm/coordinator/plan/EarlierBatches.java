package dev.renderfarm.coordinator.plan;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.plan.BatchPlan;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import java.util.List;
import java.util.Optional;

/** Which pictures of a file there are already, as far as the newest batches tell. Safe for several threads. */
public final class EarlierBatches {

    private static final int MOST = 1_000;

    private final BatchDirectory batches;

    public EarlierBatches(BatchDirectory batches) {
        this.batches = batches;
    }

    /**
     * The newest batch of the file that has pictures.
     *
     * @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException if the batches cannot be read now
     */
    Optional<BatchPlan.Earlier> of(FileId file) {
        List<Batch> newest =
                batches.list(MOST, null).map(BatchDirectory.Page::batches).orElse(List.of());
        return newest.stream()
                .filter(batch ->
                        file.equals(batch.inputFileId()) && batch.taskCounts().completed() > 0)
                .findFirst()
                .map(batch ->
                        new BatchPlan.Earlier(batch.id(), batch.taskCounts().completed()));
    }
}
