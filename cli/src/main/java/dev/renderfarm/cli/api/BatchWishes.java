package dev.renderfarm.cli.api;

import dev.renderfarm.common.api.BatchPatch;
import dev.renderfarm.common.api.ReviewRequest;
import dev.renderfarm.common.api.SkipRequest;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;

/** What a farm can be asked to do with a batch and its pictures; each gives the batch as it is then. */
public record BatchWishes(FarmClient farm) {

    public Batch expedite(BatchId id) throws InterruptedException {
        return farm.steer(id, "expedite");
    }

    public Batch proceed(BatchId id) throws InterruptedException {
        return farm.steer(id, "proceed");
    }

    public Batch amend(BatchId id, BatchPatch patch) throws InterruptedException {
        return farm.send("PATCH", "/v1/batches/" + id, patch);
    }

    public Batch review(BatchId id, ReviewRequest reviews) throws InterruptedException {
        return farm.send("POST", "/v1/batches/" + id + "/reviews", reviews);
    }

    public Batch skip(BatchId id, SkipRequest pictures) throws InterruptedException {
        return farm.send("POST", "/v1/batches/" + id + "/tasks/skip", pictures);
    }
}
