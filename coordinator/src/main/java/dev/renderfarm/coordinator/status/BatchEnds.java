package dev.renderfarm.coordinator.status;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Tells when batches end, whichever replica keeps their books. No thread waits. Safe for several threads. */
public final class BatchEnds {

    private final StatusFeed feed;
    private final BatchDirectory batches;
    private final Duration looks;

    /** @param looks between two looks at the directory, since the feed may lose changes */
    public BatchEnds(StatusFeed feed, BatchDirectory batches, Duration looks) {
        this.feed = feed;
        this.batches = batches;
        this.looks = looks;
    }

    /** The batch in its terminal status, once it has one. Completed by a thread that must not be held up. */
    public CompletableFuture<Batch> of(Batch present) {
        Multi<Long> ticks = Multi.createFrom().ticks().every(looks).onOverflow().drop();
        var follower = new BatchFollower(feed, () -> batches.get(present.id()).orElse(present), ticks, -1);
        return follower.statuses(present.id())
                .filter(batch -> batch.status().isTerminal())
                .toUni()
                .subscribeAsCompletionStage();
    }
}
