package dev.renderfarm.coordinator.replicas;

import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.coordinator.batch.BatchHistories;

/** What happened to every batch of the farm, whichever replica keeps it. */
public final class FarmBatchHistories implements BatchHistories {

    private final BatchHistories here;
    private final KeptReads reads;
    private final OtherReplicas others;

    /** @param here those that this replica keeps */
    public FarmBatchHistories(BatchHistories here, KeptReads reads, HttpReplicas others) {
        this(here, reads, (OtherReplicas) others);
    }

    FarmBatchHistories(BatchHistories here, KeptReads reads, OtherReplicas others) {
        this.here = here;
        this.reads = reads;
        this.others = others;
    }

    @Override
    public BatchHistory of(BatchId batch) {
        return reads.read(
                batch, () -> here.of(batch), replica -> history(others.get(replica, batch, "/history"), replica));
    }

    private static BatchHistory history(byte[] json, ReplicaAddress replica) {
        try {
            return Json.read(json, BatchHistory.class);
        } catch (MalformedJsonException e) {
            throw FarmTaskDirectory.unreadable(replica, e);
        }
    }
}
